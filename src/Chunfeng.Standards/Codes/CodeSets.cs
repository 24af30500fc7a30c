namespace Chunfeng.Standards.Codes;

/// <summary>Every code set in data/codes, by the name of its file's subject.</summary>
public sealed class CodeSets
{
    private CodeSets(string directory)
    {
        var synonyms = CsvFile.Read(Path.Combine(directory, "synonyms.csv"), "set", "text", "code")
            .ToLookup(row => row[0], row => KeyValuePair.Create(row[1], row[2]), StringComparer.Ordinal);
        CodeSet Read(string name, string file) => new(
            name,
            [.. CsvFile.Read(Path.Combine(directory, file + ".csv"), "code", "name", "parent", "level").Select(r => new CodeEntry(r[0], r[1], r[2], r[3]))],
            new Dictionary<string, string>(synonyms[name], StringComparer.Ordinal));

        Sex = Read("sex", "sex_gbt2261_1");
        Nation = Read("nation", "nation_gbt3304");
        Political = Read("political", "political_gbt4762_1984");
        Education = Read("education", "education_gbt4658_2006");
        Health = Read("health", "health_gbt2261_3");
        Marital = Read("marital", "marital_gbt2261_2");
        HukouType = Read("hukou_type", "hukou_type");
        SkillLevel = Read("skill_level", "skill_level");
        PersonCategory = Read("person_category", "person_category");
        RiskStatus = Read("risk_status", "risk_status");
        WorkRegionType = Read("work_region_type", "work_region_type");
        EmploymentForm = Read("employment_form", "employment_form");
        OrgChannel = Read("org_channel", "org_channel");
        UnemployedReason = Read("unemployed_reason", "unemployed_reason");
        Industry = Read("industry", "industry_gbt4754_2017");
        Occupation = Read("occupation", "occupation_2022");
        IdDocumentType = Read("id_document_type", "id_document_type");
        EmploymentStatus = Read("employment_status", "employment_status_gbt2261_4");
        PlanBucket = Read("plan_bucket", "plan_bucket");
    }

    /// <summary>GB/T 2261.1.</summary>
    public CodeSet Sex { get; }

    /// <summary>GB/T 3304-1991, with 97 其他 and 98 外国血统中国籍人士.</summary>
    public CodeSet Nation { get; }

    /// <summary>GB/T 4762-1984.</summary>
    public CodeSet Political { get; }

    /// <summary>GB/T 4658-2006.</summary>
    public CodeSet Education { get; }

    /// <summary>GB/T 2261.3.</summary>
    public CodeSet Health { get; }

    /// <summary>GB/T 2261.2.</summary>
    public CodeSet Marital { get; }

    public CodeSet HukouType { get; }

    public CodeSet SkillLevel { get; }

    public CodeSet PersonCategory { get; }

    public CodeSet RiskStatus { get; }

    public CodeSet WorkRegionType { get; }

    public CodeSet EmploymentForm { get; }

    public CodeSet OrgChannel { get; }

    public CodeSet UnemployedReason { get; }

    /// <summary>GB/T 4754-2017: sections, divisions, groups and classes.</summary>
    public CodeSet Industry { get; }

    /// <summary>职业分类大典 2022: major, middle, minor groups and occupations.</summary>
    public CodeSet Occupation { get; }

    public CodeSet IdDocumentType { get; }

    /// <summary>GB/T 2261.4.</summary>
    public CodeSet EmploymentStatus { get; }

    /// <summary>The three columns of the yearly plan: out of province, inside it, at home.</summary>
    public CodeSet PlanBucket { get; }

    /// <summary>Reads every set and synonyms.csv.</summary>
    /// <exception cref="FileNotFoundException">A file is not in <paramref name="directory"/>.</exception>
    public static CodeSets Load(string directory) => new(directory);
}
