using System.Buffers.Binary;
using System.Security.Cryptography;
using Chunfeng.Standards.Crypto;

namespace Chunfeng.Platform.Security;

/// <summary>Files that hold people's numbers lie encrypted on disk: 64 KiB pieces of SM4-GCM, so that they can be read from any place.</summary>
/// <remarks>"CFS1", key version 1 byte, 8 random bytes, then pieces. A piece's nonce is the 8 bytes and its number; the last piece is
/// sealed as the last, so that a file cut short, reordered or changed is refused.</remarks>
public static class SealedFile
{
    internal const int Piece = 64 * 1024;
    internal const int Header = 13;
    internal static ReadOnlySpan<byte> Magic => "CFS1"u8;

    /// <summary>A new file, readable by its owner only. It is whole only after the stream was disposed.</summary>
    /// <exception cref="IOException">The file exists, or the disk is full.</exception>
    public static Stream Create(string path, KeyRing keys)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new Writer(new FileStream(path, options), keys);
    }

    /// <summary>Reads a sealed file; the stream seeks.</summary>
    /// <exception cref="CryptographicException">While reading: the file was changed or cut short.</exception>
    /// <exception cref="IOException">No such file, or not a sealed one.</exception>
    public static Stream Open(string path, KeyRing keys) => new Reader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0), keys);

    private static void Nonce(Span<byte> nonce, ReadOnlySpan<byte> prefix, long piece)
    {
        prefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], checked((uint)piece));
    }

    private sealed class Writer : Stream
    {
        private readonly FileStream file;
        private readonly Sm4Gcm cipher;
        private readonly byte[] prefix = RandomNumberGenerator.GetBytes(8);
        private readonly byte[] plain = new byte[Piece];
        private readonly byte[] output = new byte[Piece + Sm4Gcm.TagSize];
        private int held;
        private long piece, length;

        public Writer(FileStream file, KeyRing keys)
        {
            this.file = file;
            var version = keys.Active;
            cipher = new Sm4Gcm(keys.Encryption(version));
            file.Write(Magic);
            file.WriteByte(version);
            file.Write(prefix);
        }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            length += buffer.Length;
            while (buffer.Length > 0)
            {
                if (held == Piece)
                {
                    Seal(last: false);
                }

                var take = Math.Min(Piece - held, buffer.Length);
                buffer[..take].CopyTo(plain.AsSpan(held));
                held += take;
                buffer = buffer[take..];
            }
        }

        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && file.CanWrite)
            {
                Seal(last: true);
                file.Dispose();
                CryptographicOperations.ZeroMemory(plain);
            }

            base.Dispose(disposing);
        }

        private void Seal(bool last)
        {
            Span<byte> nonce = stackalloc byte[Sm4Gcm.NonceSize];
            Nonce(nonce, prefix, piece++);
            var size = held + Sm4Gcm.TagSize;
            cipher.Encrypt(nonce, plain.AsSpan(0, held), [(byte)(last ? 1 : 0)], output.AsSpan(0, size));
            file.Write(output, 0, size);
            held = 0;
        }
    }

    private sealed class Reader : Stream
    {
        private readonly FileStream file;
        private readonly Sm4Gcm cipher;
        private readonly byte[] prefix = new byte[8];
        private readonly byte[] plain = new byte[Piece];
        private readonly byte[] sealedPiece = new byte[Piece + Sm4Gcm.TagSize];
        private readonly long pieces;
        private long current = -1;

        public Reader(FileStream file, KeyRing keys)
        {
            this.file = file;
            Span<byte> header = stackalloc byte[Header];
            if (file.ReadAtLeast(header, Header, throwOnEndOfStream: false) < Header || !header.StartsWith(Magic) || file.Length < Header + Sm4Gcm.TagSize)
            {
                file.Dispose();
                throw new IOException("Not a sealed file, or cut short.");
            }

            header[5..].CopyTo(prefix);
            cipher = new Sm4Gcm(keys.Encryption(header[4]));
            var body = file.Length - Header;
            pieces = (body + Piece + Sm4Gcm.TagSize - 1) / (Piece + Sm4Gcm.TagSize);
            Length = body - (pieces * Sm4Gcm.TagSize);
        }

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length { get; }
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (buffer.Length == 0 || (Position >= Length && current >= 0))
            {
                return 0;
            }

            // an empty file still proves that it is whole
            var wanted = Math.Min(Position / Piece, pieces - 1);
            if (wanted != current)
            {
                Load(wanted);
            }

            var at = (int)(Position - (wanted * Piece));
            var take = (int)Math.Min(Math.Min(buffer.Length, Piece - at), Length - Position);
            if (take <= 0)
            {
                return 0;
            }

            plain.AsSpan(at, take).CopyTo(buffer);
            Position += take;
            return take;
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            var to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };
            ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
            return Position = to;
        }

        public override void Flush() { }
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
                CryptographicOperations.ZeroMemory(plain);
            }

            base.Dispose(disposing);
        }

        private void Load(long wanted)
        {
            current = -1;
            var size = (int)Math.Min(Piece, Length - (wanted * Piece)) + Sm4Gcm.TagSize;
            file.Position = Header + (wanted * (Piece + Sm4Gcm.TagSize));
            file.ReadExactly(sealedPiece, 0, size);
            Span<byte> nonce = stackalloc byte[Sm4Gcm.NonceSize];
            Nonce(nonce, prefix, wanted);
            if (!cipher.TryDecrypt(nonce, sealedPiece.AsSpan(0, size), [(byte)(wanted == pieces - 1 ? 1 : 0)], plain.AsSpan(0, size - Sm4Gcm.TagSize)))
            {
                throw new CryptographicException("A sealed file was changed or cut short.");
            }

            current = wanted;
        }
    }
}
