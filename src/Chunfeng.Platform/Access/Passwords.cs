using System.Security.Cryptography;
using Chunfeng.Platform.Results;
using Microsoft.AspNetCore.Identity;

namespace Chunfeng.Platform.Access;

/// <summary>What a password must be, and passwords made by the program.</summary>
public static class Passwords
{
    public const int Shortest = 10, Longest = 100;

    /// <summary>The rule as people read it.</summary>
    public const string Rule = "至少10个字符；字母、数字、符号中至少两种；不含账号；不用常见密码";

    private static readonly string[] Common =
        ["password", "passw0rd", "123456", "1234567890", "qwerty", "abc123", "abcdef", "111111", "000000", "iloveyou", "admin", "letmein", "welcome", "chunfeng", "shanxi"];

    /// <summary>Null when the password will do.</summary>
    public static Refusal? Check(string password, string login)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return new Refusal("password-length", $"密码要有{Shortest}到{Longest}个字符");
        }

        var kinds = (password.Any(char.IsLetter) ? 1 : 0) + (password.Any(char.IsDigit) ? 1 : 0) + (password.Any(c => !char.IsLetterOrDigit(c)) ? 1 : 0);
        if (kinds < 2)
        {
            return new Refusal("password-kinds", "密码要有字母、数字、符号中的至少两种");
        }

        if (login.Length >= 3 && password.Contains(login, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal("password-login", "密码里不要有自己的账号");
        }

        // a common word with a few characters behind it is guessed first
        var common = Common.FirstOrDefault(word => password.Contains(word, StringComparison.OrdinalIgnoreCase) && password.Length - word.Length < 6);
        return common is not null || password.Distinct().Count() < 5
            ? new Refusal("password-common", "这个密码太常见，容易被猜到；可以用几个不相干的词加数字")
            : null;
    }

    /// <summary>A password to be handed over once: sixteen characters that are not mistaken for one another, in groups.</summary>
    public static string New()
    {
        const string letters = "abcdefghjkmnpqrstuvwxyz", digits = "23456789";
        var text = string.Join('-', Enumerable.Range(0, 4).Select(_ =>
            RandomNumberGenerator.GetString(letters, 3) + RandomNumberGenerator.GetString(digits, 1)));
        return text;
    }

    /// <summary>A client's secret: 256 random bits, letters and digits.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 44);
}

/// <summary>Tells Identity the rule.</summary>
internal sealed class PasswordRule : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) => Task.FromResult(
        user.Kind == AccountKind.Person && Passwords.Check(password ?? "", user.Login) is { } refusal
            ? IdentityResult.Failed(new IdentityError { Code = refusal.Code, Description = refusal.Message })
            : IdentityResult.Success);
}
