using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Chunfeng.Platform.Ui;

/// <summary>What a posted form proves its origin with.</summary>
public readonly record struct FormToken(string Name, string Value)
{
    /// <summary>The token of the component being rendered; an empty one where nothing can be posted.</summary>
    public static FormToken Of(AntiforgeryStateProvider antiforgery) =>
        antiforgery.GetAntiforgeryToken() is { } token ? new FormToken(token.FormFieldName, token.Value) : new FormToken("", "");

    /// <summary>The token of a page that is written; before its first byte, for it may set a cookie.</summary>
    public static FormToken Of(IAntiforgery antiforgery, HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new FormToken(tokens.FormFieldName, tokens.RequestToken!);
    }
}
