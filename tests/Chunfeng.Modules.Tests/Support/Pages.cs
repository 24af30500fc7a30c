using Chunfeng.Platform.Data;

namespace Chunfeng.Modules.Tests.Support;

/// <summary>Turns the pages of a list that is read by key.</summary>
internal static class Pages
{
    /// <summary>Forwards by two, and back again; all pages together are the list read at once.</summary>
    /// <returns>The list.</returns>
    public static async Task<IReadOnlyList<TId>> WalkAsync<T, TId>(Func<PageAsk, Task<KeyPage<T>>> read, Func<T, TId> id, int expected)
    {
        var whole = (await read(new PageAsk(Size: 1000))).Rows.Select(id).ToList();
        Assert.Equal(expected, whole.Count);
        Assert.Equal(expected, whole.Distinct().Count());
        var page = await read(new PageAsk(Size: 2));
        Assert.Null(page.Previous);
        List<TId> walked = [.. page.Rows.Select(id)];
        while (page.Next is { } next)
        {
            page = await read(new PageAsk(next, Size: 2));
            Assert.NotEmpty(page.Rows);
            walked.AddRange(page.Rows.Select(id));
        }

        Assert.Equal(whole, walked);
        List<TId> back = [.. page.Rows.Select(id)];
        while (page.Previous is { } previous)
        {
            page = await read(new PageAsk(Before: previous, Size: 2));
            back.InsertRange(0, page.Rows.Select(id));
        }

        Assert.Equal(whole, back);
        return whole;
    }
}
