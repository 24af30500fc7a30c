using Chunfeng.Platform.Results;

namespace Chunfeng.Platform.Access;

/// <summary>三员: who runs the installation, who says who may what, who looks at what was done.</summary>
public enum Office
{
    None,
    System,
    Security,
    Audit,
}

/// <summary>The three offices watch one another, so nobody holds two of them, and who audits does no business.</summary>
/// <remarks>GB/T 22239-2019, 8.1.5: system administrator, audit administrator and security administrator are separate.</remarks>
public static class Offices
{
    /// <summary>The office a right belongs to, by its first word.</summary>
    public static Office Of(string right) => right.Split('.', 2)[0] switch
    {
        "system" => Office.System,
        "security" => Office.Security,
        "audit" => Office.Audit,
        _ => Office.None,
    };

    public static string Name(Office office) => office switch
    {
        Office.System => "系统管理员", Office.Security => "安全管理员", Office.Audit => "审计员", _ => "业务",
    };

    /// <summary>Null when one account may have all these rights; otherwise the refusal names what does not go together.</summary>
    public static Refusal? Check(IEnumerable<string> rights)
    {
        var held = rights.Select(Of).Distinct().Order().ToList();
        var offices = held.Where(o => o != Office.None).ToList();
        if (offices.Count > 1)
        {
            return new Refusal("offices-apart", $"{Name(offices[0])}和{Name(offices[1])}不得由同一账号担任，请分给两个人");
        }

        return held.Contains(Office.Audit) && held.Contains(Office.None)
            ? new Refusal("audit-alone", "审计员不得兼有业务权限，请另建一个账号")
            : null;
    }
}
