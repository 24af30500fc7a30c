using System.Buffers;

namespace Chunfeng.Web.Host;

/// <summary>Takes what is written of an answer; nothing goes on by itself. The memory is the shared pool's, cleared when it goes back: names of people stand in it.</summary>
internal sealed class HeldPage : Stream
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int length;

    /// <summary>Lets an answer be made and holds it; headers and status are set as ever.</summary>
    public static async Task<HeldPage> TakeAsync(HttpContext context, RequestDelegate next)
    {
        var (line, page) = (context.Response.Body, new HeldPage());
        context.Response.Body = page;
        try
        {
            await next(context);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
        finally
        {
            context.Response.Body = line;
        }
    }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => length;
    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (bytes.Length - length < buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + buffer.Length));
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
            bytes = larger;
        }

        buffer.CopyTo(bytes.AsSpan(length));
        length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
            (bytes, length) = ([], 0);
        }

        base.Dispose(disposing);
    }
}
