using Chunfeng.Engine.Facts;
using CsCheck;

namespace Chunfeng.Engine.Tests.Support;

/// <summary>Random people whose spells and statuses crowd the edges: around 1 January and the cut-off.</summary>
internal static class People
{
    internal static readonly DateOnly YearStart = new(2022, 1, 1);

    /// <summary>Two cities, four counties, eight townships, sixteen villages.</summary>
    internal static readonly long[] Villages =
    [
        140105001001, 140105001002, 140105002001, 140105002200, 140106001001, 140106001002, 140106003001, 140106003201,
        140202001001, 140202001002, 140202002001, 140202002002, 140212100001, 140212100200, 140212101001, 140212101002,
    ];

    private static readonly long[] s_workplaces =
    [
        0, 110105000000, 330100000000, 131102001001, 150102000000, 140000000000, 140100000000, 140105000000, 140105001000,
        140105001001, 140105002000, 140106000000, 140106001000, 140106003201, 140202000000, 140202001000, 140212100000, 140212101002,
    ];

    internal static Gen<DateOnly> Day { get; } = Gen.Int[0, 45].Select(YearStart.AddDays);

    internal static Gen<SpellFact> Spell { get; } =
        from id in Gen.Int[0, 5]
        from high in Gen.Bool
        from start in Gen.Int[-30, 60]
        from days in Gen.OneOf(Gen.Int[-1, 40], Gen.Const(-1000))
        from work in Choose(s_workplaces)
        from wage in Gen.Int[0, 900_000]
        from form in Gen.Byte[1, 6]
        let first = YearStart.DayNumber + start
        select new SpellFact(
            new Guid(high ? -1 - id : id, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)id), first, days == -1000 ? int.MaxValue : first + days, work, form, wage, (byte)(form % 5));

    internal static Gen<StatusFact> Status { get; } =
        from start in Gen.Int[-30, 60]
        from days in Gen.OneOf(Gen.Int[-1, 30], Gen.Const(-1000))
        from category in Choose<byte>(0, 9, 10, 11, 20, 21, 22, 23, 24)
        from risk in Gen.Byte[0, 2]
        let first = YearStart.DayNumber + start
        select new StatusFact(first, days == -1000 ? int.MaxValue : first + days, category, risk);

    internal static Gen<PersonFact> Person { get; } =
        from high in Gen.ULong
        from low in Gen.ULong
        from home in Choose(Villages)
        from spells in Spell.List[0, 5]
        from statuses in Status.List[0, 3]
        from birth in Gen.Int[700_000, 732_000]
        from sex in Gen.Byte[1, 2]
        select new PersonFact
        {
            WorkerId = new Guid((int)(high >> 32), (short)(high >> 16), (short)high, BitConverter.GetBytes(low)),
            Home = home,
            BirthDay = birth,
            Sex = sex,
            Education = (byte)(birth % 9),
            // one id is one spell
            Spells = [.. spells.DistinctBy(s => s.SpellId)],
            Statuses = statuses,
        };

    /// <summary>A small province in worker order, by the hex digits of the id.</summary>
    internal static Gen<List<PersonFact>> Province { get; } =
        Person.List[0, 60].Select(p => p.DistinctBy(x => x.WorkerId).OrderBy(x => x.WorkerId.ToString("N"), StringComparer.Ordinal).ToList());

    internal static InnerLine LineOf(bool isCounty) => isCounty ? InnerLine.County : InnerLine.Township;

    private static Gen<T> Choose<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
