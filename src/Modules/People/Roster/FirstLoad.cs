using System.Data.Common;
using Chunfeng.People.Register;
using Chunfeng.Platform.Data;

namespace Chunfeng.People.Roster;

/// <summary>Fills an empty register without staging: rows go straight into the tables, which have no indexes yet, one part of the file while
/// the next is read. A row whose person may have stood in the file before is staged and judged after the indexes are made.</summary>
internal sealed class FirstLoad(IDbDialect dialect, DbConnection connection, RosterMerge merge, string stage, int filterBlocks)
{
    private long people;
    private bool staged;

    /// <param name="produce">Writes every row, turning to the next part as it goes.</param>
    public async Task RunAsync(Func<RowSplitter, Task> produce, CancellationToken cancel)
    {
        var truncated = await merge.TryTruncateAsync(cancel);
        var seen = await merge.MakeSeenAsync(cancel);
        using var relay = new Relay<SplitPart>();
        for (var i = 0; i < 2; i++)
        {
            var part = new SplitPart(dialect, seen, stage);
            (part.Workers.IntoTruncated, part.Work.IntoTruncated, part.Status.IntoTruncated) = (truncated, truncated, truncated);
            relay.Ready(part);
        }

        await relay.RunAsync(
            cancel, () => relay.FillAsync(next => produce(new RowSplitter(next, new SeenFilter(filterBlocks), merge.Stamp, () => true))),
            async () =>
            {
                await foreach (var part in relay.Filled)
                {
                    await SendAsync(part, relay.Stop);
                    relay.Ready(part);
                }
            });
        await merge.TakeRestAsync(people, staged ? stage : null, cancel);
        if (staged)
        {
            await dialect.DropStageAsync(connection, stage, cancel);
        }
    }

    private async Task SendAsync(SplitPart part, CancellationToken cancel)
    {
        people += part.People;
        await part.Workers.SendAsync(connection, null, cancel);
        await part.Work.SendAsync(connection, null, cancel);
        await part.Status.SendAsync(connection, null, cancel);
        await part.Seen.SendAsync(connection, null, cancel);
        if (part.Suspects > 0)
        {
            if (!staged)
            {
                await dialect.CreateStageAsync(connection, stage, RosterStage.Columns, cancel);
                staged = true;
            }

            await part.Aside.SendAsync(connection, null, cancel);
        }

        part.Discard();
    }
}

/// <summary>Rows of one part of a file, by the table they are for.</summary>
/// <param name="whole">Rows are also kept as they were written, for staging.</param>
internal sealed class SplitPart(IDbDialect dialect, string seen, string stage, bool whole = false)
{
    private static readonly string[] Stamped = ["batch_id", "recorded_by", "recorded_at"];
    private static readonly string[] Columns = [.. RosterStage.Columns.Select(c => c.Name)];

    /// <summary>Where the columns of the work spell and of the category begin among the staging columns.</summary>
    public static readonly int WorkAt = Array.IndexOf(Columns, "w_spell_id"), StatusAt = Array.IndexOf(Columns, "s_spell_id"),
        AgainAt = Array.IndexOf(Columns, "s_again_id"), EvidenceAt = Array.IndexOf(Columns, "w_evidence");

    public IGatheredRows Workers { get; } = Gather(dialect, WorkerTable.Name, [.. Columns[2..WorkAt], "version", .. Stamped]);
    public IGatheredRows Work { get; } = Gather(dialect, WorkSpellTable.Name, ["worker_id", .. Columns[WorkAt..StatusAt].Select(Own), "revision", .. Stamped]);
    public IGatheredRows Status { get; } = Gather(dialect, StatusSpellTable.Name, ["worker_id", .. Columns[StatusAt..].Where(c => c != "s_again_id").Select(Own), "evidence", "revision", .. Stamped]);
    public IGatheredRows Seen { get; } = Gather(dialect, seen, ["worker_id", "row_no"]);
    /// <summary>Rows of people who may have stood in the file before, in the form of the staging table.</summary>
    public IGatheredRows Aside { get; } = Gather(dialect, stage, Columns);
    /// <summary>All rows in the form of the staging table, where they are kept.</summary>
    public IGatheredRows? Whole { get; } = whole ? Gather(dialect, stage, Columns) : null;
    public int People { get; set; }
    public int Suspects { get; set; }

    /// <summary>Forgets what is dealt out; what is kept whole stays.</summary>
    public void Discard()
    {
        foreach (var rows in (IGatheredRows[])[Workers, Work, Status, Seen, Aside])
        {
            rows.Clear();
        }

        (People, Suspects) = (0, 0);
    }

    private static string Own(string staged) => staged switch
    {
        "w_spell_id" or "s_spell_id" => "spell_id",
        "w_hash" or "s_hash" => "content_hash",
        "w_evidence" => "evidence",
        "s_starts_on" => "starts_on",
        _ => staged,
    };

    private static IGatheredRows Gather(IDbDialect dialect, string table, string[] columns) =>
        dialect.Gather(table, columns) ?? throw new InvalidOperationException($"{dialect.Name} does not gather rows.");
}

/// <summary>Takes rows in the staging columns' order and deals them out to the tables they are for.</summary>
/// <param name="deals">Asked at the beginning of a part; where it says no, its rows are only kept whole.</param>
internal sealed class RowSplitter(Func<SplitPart> next, SeenFilter filter, LoadStamp stamp, Func<bool> deals) : IRowWriter
{
    private SplitPart part = null!;
    private IGatheredRows? whole;
    private bool dealing;
    private IRowWriter? to; // null: a value no table keeps
    private int at, rowNo;
    private short kind, evidence;
    private Guid worker, setAside;
    private bool aside;

    /// <summary>Turns to the next part.</summary>
    public IRowWriter Next()
    {
        part = next();
        (whole, dealing) = (part.Whole, deals());
        return this;
    }

    public void BeginRow()
    {
        whole?.BeginRow();
        (at, to, aside) = (0, null, false);
    }

    public void Write(int value)
    {
        whole?.Write(value);
        if (at == 0)
        {
            rowNo = value;
        }

        Pass()?.Write(value);
    }

    public void Write(short value)
    {
        whole?.Write(value);
        if (at == 1)
        {
            kind = value;
        }
        else if (at == SplitPart.EvidenceAt)
        {
            evidence = value;
        }

        Pass()?.Write(value);
    }

    public void Write(Guid value)
    {
        whole?.Write(value);
        if (!dealing)
        {
            return;
        }

        if (at == 2)
        {
            BeginPerson(value);
        }
        else if (!aside && at == SplitPart.AgainAt)
        {
            at++; // nobody has been in a category before
            return;
        }
        else if (!aside && at == SplitPart.WorkAt)
        {
            Begin(part.Work);
        }
        else if (!aside && at == SplitPart.StatusAt)
        {
            Begin(part.Status);
        }

        Pass()?.Write(value);
    }

    public void WriteNull()
    {
        whole?.WriteNull();
        if (dealing && !aside && (at == SplitPart.WorkAt || at == SplitPart.StatusAt))
        {
            EndTable();
        }

        Pass()?.WriteNull();
    }


    public void Write(long value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void Write(bool value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void Write(string value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void Write(ReadOnlyMemory<byte> value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void Write(DateOnly value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void Write(DateTime value)
    {
        whole?.Write(value);
        Pass()?.Write(value);
    }

    public void EndRow()
    {
        whole?.EndRow();
        if (aside)
        {
            part.Aside.EndRow();
            part.Suspects++;
        }
        else
        {
            EndTable();
        }
    }

    private IRowWriter? Pass()
    {
        at++;
        return to;
    }

    /// <summary>A further spell (kind 1) goes where its person went, who stands right before it.</summary>
    private void BeginPerson(Guid id)
    {
        worker = id;
        aside = kind == 0 ? filter.Add(id) : id == setAside;
        if (aside)
        {
            setAside = id;
            to = part.Aside;
            to.BeginRow();
            to.Write(rowNo);
            to.Write(kind);
        }
        else if (kind == 0)
        {
            part.Seen.BeginRow();
            part.Seen.Write(id);
            part.Seen.Write(rowNo);
            part.Seen.EndRow();
            part.People++;
            to = part.Workers;
            to.BeginRow();
        }
    }

    private void Begin(IRowWriter table)
    {
        EndTable();
        to = table;
        to.BeginRow();
        to.Write(worker);
    }

    /// <summary>Adds what every row carries: its first version, and who recorded it.</summary>
    private void EndTable()
    {
        if (to is null)
        {
            return;
        }

        if (to == part.Status)
        {
            to.Write(evidence);
        }

        if (to == part.Workers)
        {
            to.Write(1L);
        }
        else
        {
            to.Write(1);
        }

        to.Write(stamp.BatchId);
        to.Write(stamp.RecordedBy);
        to.Write(stamp.RecordedAt);
        to.EndRow();
        to = null;
    }
}
