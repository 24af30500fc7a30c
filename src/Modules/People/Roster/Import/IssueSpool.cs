using System.Text;
using Chunfeng.People.Roster.Reading;
using Chunfeng.Platform.Security;

namespace Chunfeng.People.Roster.Import;

/// <summary>Holds what the reader found until the database can take it, sealed on disk: a file may have a million bad rows.</summary>
internal sealed class IssueSpool : IDisposable
{
    private const int MostWarnings = 20_000;
    private readonly string path;
    private readonly KeyRing keys;
    private BinaryWriter? writer;
    private int warnings;

    public IssueSpool(string path, KeyRing keys)
    {
        (this.path, this.keys) = (path, keys);
        File.Delete(path); // left by a run that was killed
        writer = new BinaryWriter(SealedFile.Create(path, keys), Encoding.UTF8);
    }

    /// <summary>Every reason a row is sent back is kept; of warnings the first 20,000.</summary>
    public void Add(CellIssue issue)
    {
        if (issue.Severity == Severity.Info || (issue.Severity == Severity.Warning && ++warnings > MostWarnings))
        {
            return;
        }

        writer!.Write(issue.Row);
        writer.Write((byte)issue.Severity);
        writer.Write(issue.Column);
        writer.Write(issue.Found);
        writer.Write(issue.Expected);
    }

    /// <summary>Ends writing; from here on the issues can be read, any number of times.</summary>
    public void Complete()
    {
        writer?.Dispose();
        writer = null;
    }

    /// <summary>In the order they were added: ascending by row.</summary>
    public IEnumerable<CellIssue> Read()
    {
        using var reader = new BinaryReader(SealedFile.Open(path, keys), Encoding.UTF8);
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var (row, severity) = (reader.ReadInt32(), (Severity)reader.ReadByte());
            yield return new CellIssue(row, reader.ReadString(), reader.ReadString(), "", reader.ReadString(), severity);
        }
    }

    public void Dispose()
    {
        Complete();
        File.Delete(path);
    }
}
