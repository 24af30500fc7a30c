using Chunfeng.Standards.Identity;

namespace Chunfeng.People.Roster;

/// <summary>One roster row, read and normalised: what the register takes in. One instance is reused for every row of a file
/// (a roster has millions), so a consumer copies what it keeps. Codes are those of data/codes; "" or null is "not stated".</summary>
internal sealed class RosterRow
{
    /// <summary>Row in the file as a person counts it in a spreadsheet: the first line is 1.</summary>
    public int RowNo;
    public IdNumber Id;
    public string Name = "";
    /// <summary>12-digit code of the household-register village.</summary>
    public long Home;
    public string Hamlet = "", HouseholdNo = "", HeadName = "", Relation = "";
    public string Nation = "", Political = "", Education = "", Health = "", Marital = "";
    /// <summary>Digits only; "" when not stated.</summary>
    public string Phone = "", BankAccount = "";
    public bool? Relocated;
    /// <summary>0 not stated, 1 普通, 2 技能, 3 弱或半, 4 丧失.</summary>
    public byte Ability;
    public string Skill = "", TrainingTrade = "", JobWish = "", UnemployedReason = "", AfterReturn = "", SubsidyNote = "";
    public bool? WantsTraining;
    public DateOnly? ReturnedOn;
    public string Helper = "", VerifiedBy = "", Remark = "";
    public DateOnly? VerifiedOn;

    /// <summary>Category of data/codes/person_category.csv as a number (P10 → 10); 0 not stated, 1 一般.</summary>
    public byte Category;
    /// <summary>0 not stated, 1 未消除, 2 已消除.</summary>
    public byte Risk;
    public DateOnly? StatusFrom;

    /// <summary>True when the row carries a work spell; the members below then hold it.</summary>
    public bool HasWork;
    /// <summary>Employment form code as a number (03 → 3).</summary>
    public byte Form;
    /// <summary>12-digit code at the deepest level the row states (province…township); 0 abroad.</summary>
    public long Workplace;
    public string Employer = "", EmployerCredit = "", Job = "", Industry = "", Channel = "";
    public DateOnly WorkFrom;
    /// <summary>Last day worked, inclusive; null when the work goes on.</summary>
    public DateOnly? WorkTo;
    public long WageFen, IncomeFen;
    public bool? HasContract, HasInsurance;

    /// <summary>Back to "nothing stated" before the next row is read.</summary>
    public void Clear()
    {
        RowNo = 0; Id = default; Home = 0; Relocated = null; Ability = 0; WantsTraining = null; ReturnedOn = null; VerifiedOn = null;
        Name = Hamlet = HouseholdNo = HeadName = Relation = Nation = Political = Education = Health = Marital = Phone = BankAccount = "";
        Skill = TrainingTrade = JobWish = UnemployedReason = AfterReturn = SubsidyNote = Helper = VerifiedBy = Remark = "";
        Category = Risk = Form = 0; StatusFrom = null; HasWork = false; Workplace = 0;
        Employer = EmployerCredit = Job = Industry = Channel = ""; WorkFrom = default; WorkTo = null; WageFen = IncomeFen = 0;
        HasContract = HasInsurance = null;
    }
}
