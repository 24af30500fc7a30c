using Chunfeng.People.Register;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Audit;
using Chunfeng.Platform.Data;
using Chunfeng.Platform.Files;
using Chunfeng.Platform.Results;
using Chunfeng.Platform.Security;
using Chunfeng.Standards.Codes;
using Chunfeng.Standards.Regions;

namespace Chunfeng.People.Lists;

/// <summary>Writes the list on the screen as a workbook: the same people in the same order, the same columns, numbers masked; logged first.</summary>
internal sealed class ExportRegisterList(ChunfengDb db, RegisterQuery register, RegionTree regions, CodeSets codes, KeyRing keys, TimeProvider clock)
{
    /// <summary>A longer list is narrowed first; the whole area is taken with the roster export.</summary>
    public const int Most = 100_000;

    /// <returns>How many people were written.</returns>
    public async Task<Result<long>> HandleAsync(RegisterAsk ask, IReadOnlyList<RegisterColumn> columns, Stream output, Actor actor, CancellationToken cancel, int most = Most)
    {
        if (!actor.May(Rights.PeopleExport))
        {
            return new Refusal("no-right", "您没有导出的权限，请联系本级专班的系统管理员开通");
        }

        if (ask.Faults.Count > 0)
        {
            return new Refusal("bad-filter", "有条件没有看懂，没有导出。请先改正标出的条件再导出");
        }

        var found = await register.AllAsync(ask.Filter, actor, most, cancel);
        if (found.IsRefused)
        {
            return found.Refusal;
        }

        db.Audit(clock, actor, "people.export.list", $"area={ask.Here} columns={string.Join(',', columns.Select(c => c.Key))} filters={Asked(ask.Filter)}");
        await db.SaveChangesAsync(cancel);
        var words = new RegisterWords(new PersonCrypto(keys), regions, codes, ask.Filter.On);
        using var table = TableWriter.Create(output, "list.xlsx", "劳动者");
        table.WriteRow([RegisterColumns.NameTitle, .. columns.Select(c => c.Title)]);
        long rows = 0;
        await foreach (var row in found.Value.WithCancellation(cancel))
        {
            table.Write(row.Name);
            foreach (var column in columns)
            {
                table.Write(column.Text(row, words));
            }

            table.EndRow();
            rows++;
        }

        return rows;
    }

    /// <summary>Which conditions were set, not to what: a name belongs into no audit entry.</summary>
    private static string Asked(RegisterFilter f) => string.Join(',', new[]
    {
        (f.Text is not null, "name"), (f.Worker is not null, "person"), (f.PhoneBlind is not null, "phone"), (f.Tail is not null, "tail"), (f.Sex is not null, "sex"), (f.Working is not null, "working"),
        (f.Category is not null, "category"), (f.Education is not null, "education"), (f.MinAge is not null, "min-age"), (f.MaxAge is not null, "max-age"),
    }.Where(c => c.Item1).Select(c => c.Item2));
}
