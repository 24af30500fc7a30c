using System.Text.RegularExpressions;
using Chunfeng.Web.Tests.House;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>Every form that writes says what it is doing, and proves where it came from.</summary>
public partial class FormTests
{
    [Fact(DisplayName = "凡提交的表单：按钮写明正在做什么，带防伪令牌")]
    public void Posting_forms_say_that_they_are_busy()
    {
        var forms = Directory.EnumerateFiles(Path.Combine(HouseFiles.Root, "src"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(f => PostForm().Matches(File.ReadAllText(f)).Select(m => (File: Path.GetFileName(f), Form: m.Value))).ToList();
        Assert.True(forms.Count > 10);
        Assert.All(forms.Where(f => !f.Form.Contains("data-free", StringComparison.Ordinal)), f => Assert.True(f.Form.Contains("data-busy=", StringComparison.Ordinal), $"{f.File}: {f.Form}"));
        Assert.All(forms.Where(f => f.File != "Gallery.razor"), f => Assert.True(f.Form.Contains("<AntiforgeryToken", StringComparison.Ordinal), $"{f.File}: {f.Form}"));
    }

    [Fact(DisplayName = "写出来的表单也是：只有一处写得出表单的开头，按钮写明正在做什么")]
    public void Written_forms_say_it_too()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(HouseFiles.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Select(f => (File: Path.GetFileName(f), Text: File.ReadAllText(f))).ToList();
        Assert.Equal(["HtmlText.cs"], sources.Where(s => s.Text.Contains("method=\\\"post\\\"", StringComparison.Ordinal)).Select(s => s.File));
        var buttons = sources.SelectMany(s => WrittenButton().Matches(s.Text).Select(m => (s.File, Button: m.Value))).ToList();
        Assert.True(buttons.Count >= 4);
        Assert.All(buttons, b => Assert.True(b.Button.Contains("data-busy=", StringComparison.Ordinal) || b.File is "FilterText.cs" or "RegisterPageText.cs", $"{b.File}: {b.Button}"));
    }

    [GeneratedRegex("<button[^>]*type=\\\\\"submit\\\\\"[^>]*>")]
    private static partial Regex WrittenButton();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();
}
