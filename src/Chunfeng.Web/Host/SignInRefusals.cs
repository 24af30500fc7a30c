namespace Chunfeng.Web.Host;

/// <summary>Everything the sign-in page may say: an address names one of these, never words of its own.</summary>
internal static class SignInRefusals
{
    private static readonly Dictionary<string, (string Title, string Next)> Known = new(StringComparer.Ordinal)
    {
        ["wrong-sign-in"] = ("账号或密码不对", "请再试一次；连续五次不对会锁定十五分钟"),
        ["locked"] = ("账号已锁定", "请十五分钟后再试，或请本单位的管理员重置密码"),
        ["disabled"] = ("账号已停用", "需要继续使用，请联系本单位的管理员"),
        ["wrong-code"] = ("验证码不对", "请确认手机时间准确，等应用里出现新的六位数字再输入；手机不在身边，可以用一个恢复码"),
        ["code-expired"] = ("等得太久了", "请重新输入账号和密码"),
        ["not-linked"] = ("这个外部身份还没有关联账号", "请先用账号和密码登录，在“我的账号”里关联，下次就能直接登录"),
        ["passkey-failed"] = ("通行密钥没有通过", "请再试一次，或用账号和密码登录；设备换过，请登录后在“我的账号”里重新登记"),
        ["outside-failed"] = ("外部登录没有完成", "请再试一次，或用账号和密码登录"),
    };

    /// <summary>Null for a code that is none.</summary>
    public static (string Title, string Next)? Find(string? code) => code is not null && Known.TryGetValue(code, out var said) ? said : null;
}
