using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Chunfeng.Standards.Crypto;

/// <summary>SM4 (GB/T 32907-2016) of eight blocks side by side, without tables in memory: its S-box is the inverse of a field element between two
/// affine maps, as that of AES is, so the processor's AES instruction answers it between two maps of our own. Takes the same time for every input.</summary>
internal sealed class Sm4Lanes
{
    public const int Blocks = 8;
    public const int Block = 16;
    private const int Rounds = 32;

    private static readonly Vector128<byte>
        Low = Vector128.Create((byte)0x0F),
        // S(x) = Out(AES S-box(In(x))), each map by its two half bytes
        InLow = Vector128.Create((byte)0x3E, 0xB2, 0x0E, 0x82, 0xBB, 0x37, 0x8B, 0x07, 0xA1, 0x2D, 0x91, 0x1D, 0x24, 0xA8, 0x14, 0x98),
        InHigh = Vector128.Create((byte)0x00, 0xDC, 0x2E, 0xF2, 0xC5, 0x19, 0xEB, 0x37, 0x08, 0xD4, 0x26, 0xFA, 0xCD, 0x11, 0xE3, 0x3F),
        OutLow = Vector128.Create((byte)0x6C, 0xD4, 0xA6, 0x1E, 0x52, 0xEA, 0x98, 0x20, 0x0B, 0xB3, 0xC1, 0x79, 0x35, 0x8D, 0xFF, 0x47),
        OutHigh = Vector128.Create((byte)0x00, 0xE0, 0x50, 0xB0, 0x9D, 0x7D, 0xCD, 0x2D, 0xC0, 0x20, 0x90, 0x70, 0x5D, 0xBD, 0x0D, 0xED),
        Unshifted = Vector128.Create((byte)0, 13, 10, 7, 4, 1, 14, 11, 8, 5, 2, 15, 12, 9, 6, 3), // takes ShiftRows back
        By8 = Vector128.Create((byte)3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14),
        By16 = Vector128.Create((byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13),
        By24 = Vector128.Create((byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12),
        Swap = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
        Reverse = Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

    private readonly uint[] keys = new uint[Rounds];
    private readonly Vector128<ulong> hashKey;

    public static bool IsSupported => X86Aes.IsSupported && Ssse3.IsSupported && Pclmulqdq.IsSupported;

    /// <param name="key">16 bytes.</param>
    public Sm4Lanes(ReadOnlySpan<byte> key)
    {
        uint[] family = [0xA3B1BAC6, 0x56AA3350, 0x677D9197, 0xB27022DC];
        Span<uint> k = stackalloc uint[4];
        for (var i = 0; i < 4; i++)
        {
            k[i] = BinaryPrimitives.ReadUInt32BigEndian(key[(i * 4)..]) ^ family[i];
        }

        for (var i = 0; i < Rounds; i++)
        {
            var constant = 0u;
            for (var j = 0; j < 4; j++)
            {
                constant = (constant << 8) | (byte)(((4 * i) + j) * 7);
            }

            var b = Substitute(Vector128.Create(k[(i + 1) & 3] ^ k[(i + 2) & 3] ^ k[(i + 3) & 3] ^ constant).AsByte()).AsUInt32()[0];
            keys[i] = k[i & 3] ^= b ^ BitOperations.RotateLeft(b, 13) ^ BitOperations.RotateLeft(b, 23);
        }

        Span<byte> blocks = stackalloc byte[Blocks * Block];
        blocks.Clear();
        Encrypt(blocks);
        hashKey = Ssse3.Shuffle(Vector128.Create<byte>(blocks[..Block]), Reverse).AsUInt64();
        blocks.Clear();
    }

    /// <summary>Encrypts eight blocks in place.</summary>
    public void Encrypt(Span<byte> blocks)
    {
        var (a0, a1, a2, a3) = Load(blocks);
        var (b0, b1, b2, b3) = Load(blocks[(4 * Block)..]);
        for (var i = 0; i < Rounds; i += 4)
        {
            var k = Vector128.Create(keys[i]);
            (a0, b0) = (a0 ^ Mixed(a1 ^ a2 ^ a3 ^ k), b0 ^ Mixed(b1 ^ b2 ^ b3 ^ k));
            k = Vector128.Create(keys[i + 1]);
            (a1, b1) = (a1 ^ Mixed(a2 ^ a3 ^ a0 ^ k), b1 ^ Mixed(b2 ^ b3 ^ b0 ^ k));
            k = Vector128.Create(keys[i + 2]);
            (a2, b2) = (a2 ^ Mixed(a3 ^ a0 ^ a1 ^ k), b2 ^ Mixed(b3 ^ b0 ^ b1 ^ k));
            k = Vector128.Create(keys[i + 3]);
            (a3, b3) = (a3 ^ Mixed(a0 ^ a1 ^ a2 ^ k), b3 ^ Mixed(b0 ^ b1 ^ b2 ^ k));
        }

        Store(a3, a2, a1, a0, blocks);
        Store(b3, b2, b1, b0, blocks[(4 * Block)..]);
    }

    /// <summary>GHASH (GB/T 36624): of the associated data, the cipher text and their lengths.</summary>
    public void Hash(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> cipher, Span<byte> hash)
    {
        var y = Absorb(Absorb(Vector128<ulong>.Zero, associated), cipher);
        y = Multiply(y ^ Vector128.Create((ulong)cipher.Length * 8, (ulong)associated.Length * 8));
        Ssse3.Shuffle(y.AsByte(), Reverse).CopyTo(hash);
    }

    private Vector128<ulong> Absorb(Vector128<ulong> y, ReadOnlySpan<byte> data)
    {
        while (data.Length >= Block)
        {
            y = Multiply(y ^ Ssse3.Shuffle(Vector128.Create(data[..Block]), Reverse).AsUInt64());
            data = data[Block..];
        }

        if (data.Length > 0)
        {
            Span<byte> last = stackalloc byte[Block];
            last.Clear();
            data.CopyTo(last);
            y = Multiply(y ^ Ssse3.Shuffle(Vector128.Create<byte>(last), Reverse).AsUInt64());
        }

        return y;
    }

    /// <summary>Times the hash key in GF(2^128): Gueron and Kounavis, "Intel Carry-Less Multiplication Instruction and its Usage for Computing the GCM Mode", 2010.</summary>
    private Vector128<ulong> Multiply(Vector128<ulong> a)
    {
        var low = Pclmulqdq.CarrylessMultiply(a, hashKey, 0x00);
        var high = Pclmulqdq.CarrylessMultiply(a, hashKey, 0x11);
        var middle = Pclmulqdq.CarrylessMultiply(a, hashKey, 0x10) ^ Pclmulqdq.CarrylessMultiply(a, hashKey, 0x01);
        var l = (low ^ Sse2.ShiftLeftLogical128BitLane(middle, 8)).AsUInt32();
        var h = (high ^ Sse2.ShiftRightLogical128BitLane(middle, 8)).AsUInt32();

        // bits are reflected: one to the left
        var (carryL, carryH) = (l >>> 31, h >>> 31);
        l = (l << 1) | Sse2.ShiftLeftLogical128BitLane(carryL, 4);
        h = (h << 1) | Sse2.ShiftLeftLogical128BitLane(carryH, 4) | Sse2.ShiftRightLogical128BitLane(carryL, 12);

        // modulo x^128 + x^7 + x^2 + x + 1
        var t = (l << 31) ^ (l << 30) ^ (l << 25);
        l ^= Sse2.ShiftLeftLogical128BitLane(t, 12);
        return (h ^ l ^ (l >>> 1) ^ (l >>> 2) ^ (l >>> 7) ^ Sse2.ShiftRightLogical128BitLane(t, 4)).AsUInt64();
    }

    private static Vector128<uint> Mixed(Vector128<uint> x)
    {
        var b = Substitute(x.AsByte());
        var t = (b ^ Ssse3.Shuffle(b, By8) ^ Ssse3.Shuffle(b, By16)).AsUInt32();
        return (b ^ Ssse3.Shuffle(b, By24)).AsUInt32() ^ (t << 2) ^ (t >>> 30);
    }

    private static Vector128<byte> Substitute(Vector128<byte> x)
    {
        x = Ssse3.Shuffle(InLow, x & Low) ^ Ssse3.Shuffle(InHigh, (x.AsUInt16() >>> 4).AsByte() & Low);
        x = Ssse3.Shuffle(X86Aes.EncryptLast(x, Vector128<byte>.Zero), Unshifted);
        return Ssse3.Shuffle(OutLow, x & Low) ^ Ssse3.Shuffle(OutHigh, (x.AsUInt16() >>> 4).AsByte() & Low);
    }

    private static (Vector128<uint>, Vector128<uint>, Vector128<uint>, Vector128<uint>) Load(ReadOnlySpan<byte> blocks)
    {
        var words = MemoryMarshal.Cast<byte, Vector128<byte>>(blocks);
        return Turned(
            Ssse3.Shuffle(words[0], Swap).AsUInt32(), Ssse3.Shuffle(words[1], Swap).AsUInt32(),
            Ssse3.Shuffle(words[2], Swap).AsUInt32(), Ssse3.Shuffle(words[3], Swap).AsUInt32());
    }

    private static void Store(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, Span<byte> blocks)
    {
        var words = MemoryMarshal.Cast<byte, Vector128<byte>>(blocks);
        (a, b, c, d) = Turned(a, b, c, d);
        words[0] = Ssse3.Shuffle(a.AsByte(), Swap);
        words[1] = Ssse3.Shuffle(b.AsByte(), Swap);
        words[2] = Ssse3.Shuffle(c.AsByte(), Swap);
        words[3] = Ssse3.Shuffle(d.AsByte(), Swap);
    }

    /// <summary>Rows to columns: a lane is a block.</summary>
    private static (Vector128<uint>, Vector128<uint>, Vector128<uint>, Vector128<uint>) Turned(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
    {
        var (ab, cd) = (Sse2.UnpackLow(a, b).AsUInt64(), Sse2.UnpackLow(c, d).AsUInt64());
        var (abHigh, cdHigh) = (Sse2.UnpackHigh(a, b).AsUInt64(), Sse2.UnpackHigh(c, d).AsUInt64());
        return (
            Sse2.UnpackLow(ab, cd).AsUInt32(), Sse2.UnpackHigh(ab, cd).AsUInt32(),
            Sse2.UnpackLow(abHigh, cdHigh).AsUInt32(), Sse2.UnpackHigh(abHigh, cdHigh).AsUInt32());
    }
}
