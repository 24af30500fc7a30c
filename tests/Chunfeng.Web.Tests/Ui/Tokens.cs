using Microsoft.AspNetCore.Components.Forms;

namespace Chunfeng.Web.Tests.Ui;

/// <summary>The same token for every form, where no request is at hand.</summary>
internal sealed class Tokens : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken GetAntiforgeryToken() => new("1", "t");
}
