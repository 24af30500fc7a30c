namespace Chunfeng.People.Roster.Reading;

/// <summary>What a roster column can mean: the ledger's columns in their order, then the optional ones some rosters add.</summary>
internal enum RosterField : byte
{
    WorkerNo, City, County, Township, Village, Hamlet, HouseholdNo, Name, Sex, Id, Age, Nation, Political, Education, Health, Marital,
    Phone, Relation, HeadName, Category, MonitorType, Risk, Relocated, Ability, Skill, WantsTraining, TrainingTrade, Employed, Form,
    WorkProvince, WorkCity, WorkCounty, Employer, EmployerCredit, Job, Industry, WorkFrom, WorkTo, Months, Wage, Income, Channel,
    Contract, Insurance, PublicPost, Workshop, UnemployedReason, JobWish, Returned, AfterReturn, SubsidyNote, BankAccount, Helper,
    VerifiedOn, VerifiedBy, Remark,
    WorkTownship, WorkRegionType, StatusFrom, VillageCode,
    Count,
}
