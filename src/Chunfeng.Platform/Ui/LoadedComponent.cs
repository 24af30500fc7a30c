using Microsoft.AspNetCore.Components;

namespace Chunfeng.Platform.Ui;

/// <summary>A component that is rendered once, when it has what it shows. Every page of every room is one (their _Imports say so).</summary>
/// <remarks>The framework's base renders a component that still waits for the database, and again when it has come. Nobody sees the first of these on a page that is sent whole, and a page
/// that takes for granted what it asked for breaks in it: on PostgreSQL, where asking waits, not on SQLite, where it does not.</remarks>
public abstract class LoadedComponent : ComponentBase
{
    private bool begun, loaded;

    /// <inheritdoc />
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!begun)
        {
            begun = true;
            OnInitialized();
            await OnInitializedAsync();
            loaded = true;
        }
        else if (!loaded)
        {
            return; // what was given anew stands there when the waiting ends
        }

        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }
}
