using Chunfeng.Engine.Facts;
using Chunfeng.Engine.Tests.Support;
using CsCheck;

namespace Chunfeng.Engine.Tests.Facts;

/// <summary>A sealed cut gives back what was put in, has one name for one content, and lets no damage pass.</summary>
public sealed class FactsFileTests
{
    private static readonly DateOnly s_day = new(2022, 1, 20);

    [Fact(DisplayName = "写入什么读出什么，按户籍村和编号排序")]
    public void GivesBackWhatWasPutIn()
    {
        Gen.Select(People.Province, Gen.Bool).Sample(
            (people, isCounty) =>
            {
                using CutFolder folder = new();
                SealedFacts cut = folder.Seal(people, s_day, People.LineOf(isCounty));
                using FactsFile facts = FactsFile.Open(cut.Path);

                Assert.Equal((s_day, People.LineOf(isCounty), CutFolder.KnownAt), (facts.AsOf, facts.Line, facts.KnownAtUtc));
                Assert.Equal(DateTimeKind.Utc, facts.KnownAtUtc.Kind);
                Assert.Equal((cut.Hash, people.Count), (facts.Hash, facts.People));
                Assert.Equal((people.Sum(p => p.Spells.Count), people.Sum(p => p.Statuses.Count)), (facts.Spells, facts.Statuses));
                Assert.Equal(cut, new SealedFacts(facts.Path, facts.Hash, facts.People, facts.Spells));
                int row = 0;
                foreach (PersonFact person in people.OrderBy(p => p.Home))
                {
                    AssertRow(facts, row++, person, isCounty);
                }

                Assert.Null(FactsFile.Verify(cut.Path));
            },
            iter: 200);
    }

    [Fact(DisplayName = "打开只看文件头：不读各列，占用的内存与人数无关")]
    public void OpeningMapsAndDoesNotRead()
    {
        using CutFolder folder = new();
        SealedFacts few = folder.Seal(Crowd(10), s_day);
        SealedFacts many = folder.Seal(Crowd(50_000), s_day);
        Allocated(few.Path);
        long length = new FileInfo(many.Path).Length;
        Assert.True(length > 1_000_000);
        Assert.InRange(Allocated(many.Path), 0, Allocated(few.Path) + 1024);

        // whatever stands in the columns, nobody looks
        using (FileStream file = new(many.Path, FileMode.Open, FileAccess.Write))
        {
            file.Position = length / 2;
            file.Write(new byte[4096]);
        }

        Allocated(many.Path);
        Assert.NotNull(FactsFile.Verify(many.Path));

        static long Allocated(string path)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using FactsFile facts = FactsFile.Open(path);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static IEnumerable<PersonFact> Crowd(int people)
        {
            return Enumerable.Range(1, people).Select(i => new PersonFact
            {
                WorkerId = new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Home = People.Villages[i % People.Villages.Length], BirthDay = 720_000 + (i % 9_000), Sex = 1,
            });
        }
    }

    [Fact(DisplayName = "同样的内容同样的名字，与知悉时间、记录的先后无关；不同内容不同名字")]
    public void TheHashNamesTheContent()
    {
        List<PersonFact> people = Province();
        using CutFolder folder = new();
        SealedFacts first = folder.Seal(people, s_day);
        foreach (PersonFact person in people)
        {
            person.Spells.Reverse();
            person.Statuses.Reverse();
        }

        SealedFacts again = folder.Seal(people, s_day, knownAt: CutFolder.KnownAt.AddDays(3));
        SealedFacts otherLine = folder.Seal(people, s_day, InnerLine.County);
        SealedFacts otherDay = folder.Seal(people, s_day.AddDays(1));
        people[0].BirthDay++;
        SealedFacts otherPerson = folder.Seal(people, s_day);

        Assert.Equal(first, again);
        Assert.Equal($"2022-01-20-{first.Hash[..12]}.facts", Path.GetFileName(first.Path));
        Assert.Equal(4, new[] { first, otherLine, otherDay, otherPerson }.Select(c => c.Hash).Distinct().Count());
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
    }

    [Fact(DisplayName = "知悉时间不进名字，但被改动也会发现")]
    public void KnownAtIsSealed()
    {
        using CutFolder folder = new();
        string path = folder.Seal(Province(), s_day).Path;
        byte[] bytes = File.ReadAllBytes(path);
        int place = bytes.AsSpan().IndexOf(BitConverter.GetBytes(CutFolder.KnownAt.Ticks));
        bytes[place] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("seal", FactsFile.Verify(path), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "每一列翻转一个字节都会被发现并指出是哪一列")]
    public void VerifyNamesTheDamagedColumn()
    {
        using CutFolder folder = new();
        string path = folder.Seal(Province(), s_day).Path;
        byte[] sound = File.ReadAllBytes(path);
        FactsLayout layout = FactsLayout.Read(sound.AsSpan(0, FactsLayout.HeaderBytes), sound.Length);

        foreach (Column column in Enum.GetValues<Column>())
        {
            ColumnEntry entry = layout.Columns[(int)column];
            Assert.True(entry.Length > 0);
            Assert.Equal(0, entry.Offset % 64);
            foreach (long place in (long[])[entry.Offset, entry.Offset + (entry.Length / 2), entry.Offset + entry.Length - 1])
            {
                byte[] damaged = [.. sound];
                damaged[place] ^= 0x10;
                File.WriteAllBytes(path, damaged);

                Assert.Contains($"column {column} ", FactsFile.Verify(path), StringComparison.Ordinal);
            }
        }

        File.WriteAllBytes(path, sound);
        Assert.Null(FactsFile.Verify(path));
    }

    [Fact(DisplayName = "文件中任何一个字节被改都会被发现，包括文件头和空隙")]
    public void EveryByteIsGuarded()
    {
        using CutFolder folder = new();
        string path = folder.Seal(Province().Take(3), s_day).Path;
        byte[] sound = File.ReadAllBytes(path);
        for (int place = 0; place < sound.Length; place++)
        {
            sound[place] ^= 1;
            File.WriteAllBytes(path, sound);
            Assert.True(FactsFile.Verify(path) is not null, $"byte {place}");
            sound[place] ^= 1;
        }
    }

    [Fact(DisplayName = "截断、追加、外来、空的文件一律拒开并说明")]
    public void ForeignAndTruncatedFilesAreRefused()
    {
        using CutFolder folder = new();
        string path = folder.Seal(Province(), s_day).Path;
        byte[] sound = File.ReadAllBytes(path);

        AssertRefused(sound[..^1], "length");
        AssertRefused(sound[..FactsLayout.HeaderBytes], "length");
        AssertRefused(sound[..100], "header cut short");
        AssertRefused([.. sound, 0], "length");
        AssertRefused([], "not a facts file");
        AssertRefused([.. "PAR1"u8, .. sound[4..]], "not a facts file");
        AssertRefused([.. sound[..8], 9, .. sound[9..]], "version 9");
        Assert.Throws<FileNotFoundException>(() => FactsFile.Open(Path.Combine(folder.Path, "none.facts")));

        void AssertRefused(byte[] bytes, string why)
        {
            string other = Path.Combine(folder.Path, "other.facts");
            File.WriteAllBytes(other, bytes);
            FactsFormatException refusal = Assert.Throws<FactsFormatException>(() => FactsFile.Open(other));
            Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("other.facts", refusal.Message, StringComparison.Ordinal);
            Assert.NotNull(FactsFile.Verify(other));
        }
    }

    [Fact(DisplayName = "编号须严格递增（按大端字节），重复或倒序拒收")]
    public void RefusesIdsOutOfOrder()
    {
        using FactsBuilder builder = new(s_day, InnerLine.Township, CutFolder.KnownAt);
        PersonFact person = new() { WorkerId = Guid.Parse("7fffffff-ffff-ffff-ffff-ffffffffffff"), Home = People.Villages[0] };
        builder.Add(person);

        Assert.Throws<ArgumentException>(() => builder.Add(person));
        person.WorkerId = Guid.Parse("80000000-0000-0000-0000-000000000000");
        builder.Add(person);
        person.WorkerId = Guid.Parse("7fffffff-ffff-ffff-ffff-fffffffffffe");
        Assert.Throws<ArgumentException>(() => builder.Add(person));
        person.WorkerId = Guid.Parse("ffffffff-0000-0000-0000-000000000000");
        person.Home = 140105;
        Assert.Throws<ArgumentException>(() => builder.Add(person));
    }

    [Fact]
    public void WorkerOrderIsTheOrderOfTheHexDigits()
    {
        Gen.Select(Gen.Guid, Gen.Guid).Sample((a, b) =>
            Assert.Equal(
                Math.Sign(string.CompareOrdinal(a.ToString("N"), b.ToString("N"))),
                Math.Sign(WorkerOrder.Compare(a, b))));
    }

    [Fact(DisplayName = "区划范围：省、市、县、乡、村各取其下的人，没有人则为空")]
    public void RangesNest()
    {
        using CutFolder folder = new();
        List<PersonFact> people = Province();
        using FactsFile facts = FactsFile.Open(folder.Seal(people, s_day).Path);

        Assert.Equal((0, people.Count), facts.Range(140000000000));
        Assert.Equal((0, people.Count(p => p.Home < 140200000000)), facts.Range(140100000000));
        (int start, int end) = facts.Range(140106000000);
        Assert.Equal(people.Count(p => p.Home / 1_000_000 == 140106), end - start);
        (int empty, int same) = facts.Range(140300000000);
        Assert.Equal(empty, same);
        Assert.Throws<ArgumentException>(() => facts.Range(1401));
        Assert.Throws<ArgumentOutOfRangeException>(() => facts.HomeAt(facts.People));
        Assert.Throws<ArgumentOutOfRangeException>(() => facts.WorkerAt(-1));
    }

    [Fact]
    public void ADisposedFileRefusesInsteadOfCrashing()
    {
        using CutFolder folder = new();
        FactsFile facts = FactsFile.Open(folder.Seal(Province(), s_day).Path);
        facts.Dispose();
        facts.Dispose();

        Assert.Throws<ObjectDisposedException>(() => facts.CellAt(0));
    }

    private static void AssertRow(FactsFile facts, int row, PersonFact person, bool isCounty)
    {
        Assert.Equal(person.WorkerId, facts.WorkerAt(row));
        Assert.Equal(person.Home, facts.HomeAt(row));
        Assert.Equal(
            (person.BirthDay, person.Sex, person.Education), (facts.BirthDays[row], facts.Sexes[row], facts.Educations[row]));
        Assert.Equal(facts.Cells[row], facts.CellAt(row));

        (int start, int end) = facts.SpellRange(row);
        SpellFact[] expected =
            [.. person.Spells.OrderBy(s => s.FromDay).ThenBy(s => s.SpellId.ToString("N"), StringComparer.Ordinal)];
        Assert.Equal(expected.Length, end - start);
        for (int i = 0; i < expected.Length; i++)
        {
            SpellFact s = expected[i];
            int at = start + i;
            Assert.Equal(
                (s.FromDay, s.ToDay, s.Workplace, s.WageFen, s.Form, s.Evidence),
                (facts.SpellFrom[at], facts.SpellTo[at], facts.SpellWorkplace[at], facts.SpellWage[at], facts.SpellForm[at], facts.SpellEvidence[at]));
        }

        SpellFact? main = PlainOracle.Judge(person, s_day, isCounty).Main;
        Assert.Equal(main is null ? -1 : start + Array.IndexOf(expected, main.Value), facts.MainSpellOf(row));

        (start, end) = facts.StatusRange(row);
        List<StatusFact> statuses = [];
        for (int i = start; i < end; i++)
        {
            statuses.Add(new StatusFact(facts.StatusFrom[i], facts.StatusTo[i], facts.StatusCategory[i], facts.StatusRisk[i]));
        }

        Assert.Equal(
            person.Statuses.OrderBy(s => (s.FromDay, s.ToDay, s.Category, s.Risk)), statuses);
    }

    private static List<PersonFact> Province()
    {
        List<PersonFact> people = [];
        for (int i = 0; i < 300; i++)
        {
            people.Add(new PersonFact
            {
                WorkerId = new Guid(i, 7, 0, new byte[8]),
                Home = People.Villages[i * 7 % People.Villages.Length],
                BirthDay = 720_000 + i,
                Sex = (byte)(1 + (i % 2)),
                Education = (byte)(i % 9),
                Spells =
                [
                    new SpellFact(new Guid(i, 1, 0, new byte[8]), s_day.DayNumber - i, int.MaxValue, 110105000000, 1, 350_000, 2),
                    new SpellFact(new Guid(i, 2, 0, new byte[8]), s_day.DayNumber - (2 * i), s_day.DayNumber, 140202000000, 2, 0, 1),
                ],
                Statuses = [new StatusFact(1, int.MaxValue, 10, 2), new StatusFact(1, 5, 21, 1)],
            });
        }

        return people;
    }
}
