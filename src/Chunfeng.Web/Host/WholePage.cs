using System.Buffers;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Chunfeng.Web.Host;

/// <summary>A page of components is sent whole, with its length: one piece on the line in place of several, and who asks for a page that fails halfway gets the page that says so, never half of the other.</summary>
internal static class WholePage
{
    public static async Task SendWhole(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null || HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        var line = context.Response.Body;
        using var page = new Held();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = line;
        }

        if (page.Written.Length > 0)
        {
            context.Response.ContentLength = page.Written.Length;
            await line.WriteAsync(page.Written, context.RequestAborted);
        }
    }

    /// <summary>Takes what is written; nothing goes on before the page is whole.</summary>
    private sealed class Held : Stream
    {
        private byte[] bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        private int length;

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
                ArrayPool<byte>.Shared.Return(bytes, clearArray: true); // names of people
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
}
