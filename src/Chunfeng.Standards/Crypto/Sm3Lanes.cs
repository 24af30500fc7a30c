using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Chunfeng.Standards.Crypto;

/// <summary>The compression of SM3 (GB/T 32905-2016 §5.3) for four messages side by side: a row's keyed hashes cost what one does.</summary>
internal static class Sm3Lanes
{
    public const int Lanes = 4;
    public const int Block = 64;
    private const int Rounds = 64;

    private static readonly uint[] Start =
        [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E];

    private static readonly uint[] Turned = // T_j <<< j
        [.. Enumerable.Range(0, Rounds).Select(j => BitOperations.RotateLeft(j < 16 ? 0x79CC4519u : 0x7A879D8Au, j))];

    public static void Begin(Span<Vector128<uint>> state)
    {
        for (var i = 0; i < Start.Length; i++)
        {
            state[i] = Vector128.Create(Start[i]);
        }
    }

    /// <param name="state">Eight words of every lane.</param>
    /// <param name="blocks">64 bytes a lane, one lane after the other.</param>
    public static void Compress(Span<Vector128<uint>> state, ReadOnlySpan<byte> blocks)
    {
        Span<Vector128<uint>> w = stackalloc Vector128<uint>[Rounds + 4];
        for (var i = 0; i < 16; i++)
        {
            w[i] = Vector128.Create(Word(blocks, 0, i), Word(blocks, 1, i), Word(blocks, 2, i), Word(blocks, 3, i));
        }

        for (var j = 16; j < w.Length; j++)
        {
            var x = w[j - 16] ^ w[j - 9] ^ Turn(w[j - 3], 15);
            w[j] = x ^ Turn(x, 15) ^ Turn(x, 23) ^ Turn(w[j - 13], 7) ^ w[j - 6];
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var j = 0; j < Rounds; j++)
        {
            var a12 = Turn(a, 12);
            var ss1 = Turn(a12 + e + Vector128.Create(Turned[j]), 7);
            var ff = j < 16 ? a ^ b ^ c : (a & b) | ((a | b) & c);
            var gg = j < 16 ? e ^ f ^ g : g ^ (e & (f ^ g));
            var tt1 = ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]);
            var tt2 = gg + h + ss1 + w[j];
            (d, c, b, a) = (c, Turn(b, 9), a, tt1);
            (h, g, f, e) = (g, Turn(f, 19), e, tt2 ^ Turn(tt2, 9) ^ Turn(tt2, 17));
        }

        state[0] ^= a;
        state[1] ^= b;
        state[2] ^= c;
        state[3] ^= d;
        state[4] ^= e;
        state[5] ^= f;
        state[6] ^= g;
        state[7] ^= h;
    }

    private static uint Word(ReadOnlySpan<byte> blocks, int lane, int at) => BinaryPrimitives.ReadUInt32BigEndian(blocks[((lane * Block) + (at * 4))..]);

    private static Vector128<uint> Turn(Vector128<uint> value, int by) => (value << by) | (value >>> (32 - by));
}
