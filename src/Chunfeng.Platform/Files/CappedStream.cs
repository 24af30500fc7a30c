namespace Chunfeng.Platform.Files;

/// <summary>Counts what is really inflated and stops at the limit: a bomb's declared sizes may lie.</summary>
internal sealed class CappedStream(Stream inner, long limit) : Stream
{
    private long left = limit;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        left -= read;
        return left >= 0 ? read : throw new InflatedTooFarException();
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>A workbook part inflates beyond what is allowed; turned into a refusal where the file is read.</summary>
internal sealed class InflatedTooFarException : Exception;
