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

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();
}
