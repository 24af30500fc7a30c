namespace Chunfeng.Standards.Identity;

/// <summary>What a person should read and do about a fault.</summary>
public static class IdNumberFaults
{
    /// <summary>A short sentence in Simplified Chinese; empty for <see cref="IdNumberFault.None"/>.</summary>
    public static string Explain(IdNumberFault fault) => fault switch
    {
        IdNumberFault.None => "",
        IdNumberFault.Empty => "身份证号为空，请补填。",
        IdNumberFault.DigitsLost => "身份证号被表格软件改成了数字，末几位已丢失。请把该列设为“文本”格式，再对照证件重新填写。",
        IdNumberFault.Length => "身份证号应为18位（旧证15位），请对照证件核对位数。",
        IdNumberFault.Characters => "身份证号只能是数字（末位可为X），且以地区代码开头，请对照证件重新填写。",
        IdNumberFault.BirthDate => "身份证号第7至14位不是真实的出生日期，请对照证件核对。",
        IdNumberFault.CheckDigit => "身份证号校验不通过，可能有一位写错，请对照证件逐位核对。",
        _ => "身份证号有误，请对照证件核对。",
    };
}
