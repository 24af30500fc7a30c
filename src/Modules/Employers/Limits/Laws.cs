namespace Chunfeng.Employers.Limits;

/// <summary>An article that is cited to people, and the day from which it is in force.</summary>
internal sealed record LawArticle(string Law, string Article, DateOnly From)
{
    /// <summary>《就业促进法》第二十七条.</summary>
    public override string ToString() => $"《{Law}》{Article}";
}

/// <summary>The articles about whom an employer may turn away. Each was compared with its published text; a law that did not exist on the day is not cited.</summary>
internal static class Laws
{
    private const string Promotion = "就业促进法", Women = "妇女权益保障法", Labour = "劳动法", Contract = "劳动合同法", Disabled = "残疾人保障法";

    private static readonly DateOnly PromotionFrom = new(2008, 1, 1), WomenFrom = new(2023, 1, 1), LabourFrom = new(1995, 1, 1), ContractFrom = new(2008, 1, 1), DisabledFrom = new(2008, 7, 1);

    /// <summary>民族、种族、性别、宗教信仰不同不受歧视。</summary>
    public static readonly LawArticle NoDiscrimination = new(Promotion, "第三条", PromotionFrom);

    /// <summary>平等的就业机会和公平的就业条件，不得实施就业歧视。</summary>
    public static readonly LawArticle EqualChances = new(Promotion, "第二十六条", PromotionFrom);

    /// <summary>不得以性别为由拒绝录用妇女或者提高录用标准；不得限制女职工结婚、生育。</summary>
    public static readonly LawArticle WomensWork = new(Promotion, "第二十七条", PromotionFrom);

    public static readonly LawArticle Minorities = new(Promotion, "第二十八条", PromotionFrom);

    public static readonly LawArticle DisabledPeople = new(Promotion, "第二十九条", PromotionFrom);

    /// <summary>不得以是传染病病原携带者为由拒绝录用。</summary>
    public static readonly LawArticle Carriers = new(Promotion, "第三十条", PromotionFrom);

    /// <summary>不得对农村劳动者进城就业设置歧视性限制。</summary>
    public static readonly LawArticle RuralWorkers = new(Promotion, "第三十一条", PromotionFrom);

    /// <summary>招录中不得限定男性、不得询问婚育、不得做妊娠测试、不得以婚育为条件 (as revised in 2022).</summary>
    public static readonly LawArticle WomensRights = new(Women, "第四十三条", WomenFrom);

    /// <summary>招用等方面不得歧视残疾人。</summary>
    public static readonly LawArticle DisabledRights = new(Disabled, "第三十八条", DisabledFrom);

    /// <summary>禁止招用未满十六周岁的未成年人。</summary>
    public static readonly LawArticle NoChildren = new(Labour, "第十五条", LabourFrom);

    /// <summary>不得安排未成年工从事禁忌劳动。</summary>
    public static readonly LawArticle YoungWorkers = new(Labour, "第六十四条", LabourFrom);

    /// <summary>不得扣押证件，不得要求担保或收取财物。</summary>
    public static readonly LawArticle NoDeposits = new(Contract, "第九条", ContractFrom);

    /// <summary>Those of these in force on a day, as people read them.</summary>
    public static string Cite(DateOnly day, params IEnumerable<LawArticle> articles) => string.Join("、", articles.Where(a => a.From <= day));
}
