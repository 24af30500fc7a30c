namespace Chunfeng.Standards.Identity;

/// <summary>Why a text is not a resident identity number.</summary>
public enum IdNumberFault
{
    None,
    Empty,

    /// <summary>A spreadsheet rounded the number: only the person or the card can give the digits back.</summary>
    DigitsLost,
    Length,
    Characters,
    BirthDate,
    CheckDigit,
}
