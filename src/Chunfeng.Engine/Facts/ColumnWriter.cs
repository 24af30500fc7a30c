using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Chunfeng.Engine.Facts;

/// <summary>Writes one column to its place in the file through a buffer, hashing what it writes.</summary>
internal sealed class ColumnWriter(SafeFileHandle file, ColumnEntry place) : IDisposable
{
    // a multiple of every element size
    private readonly byte[] _buffer = new byte[1 << 18];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;
    private int _used;

    internal void Put<T>(T value)
        where T : unmanaged
    {
        if (_used == _buffer.Length)
        {
            Flush();
        }

        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _used), value);
        _used += Unsafe.SizeOf<T>();
    }

    internal void PutBytes(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _buffer.Length)
        {
            Flush();
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>The SHA-256 of the column.</summary>
    /// <exception cref="InvalidOperationException">Fewer or more bytes were written than the directory says.</exception>
    internal byte[] Finish()
    {
        Flush();
        return _written == place.Length
            ? _hash.GetHashAndReset()
            : throw new InvalidOperationException($"column wrote {_written} bytes, {place.Length} expected");
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _used);
        _hash.AppendData(bytes);
        RandomAccess.Write(file, bytes, place.Offset + _written);
        _written += _used;
        _used = 0;
    }
}
