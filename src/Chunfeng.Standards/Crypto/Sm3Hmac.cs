using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Chunfeng.Standards.Crypto;

/// <summary>HMAC with SM3 (GB/T 15852.2, GB/T 32905-2016): blind indexes and seals. One instance, one thread.</summary>
public sealed class Sm3Hmac
{
    public const int Size = 32;

    /// <summary>The longest message <see cref="ComputeFour"/> takes: with its padding it is one block behind the key's.</summary>
    public const int Short = Sm3Lanes.Block - 9;

    private readonly HMac mac = new(new SM3Digest());
    private readonly Vector128<uint>[] inner = new Vector128<uint>[8], outer = new Vector128<uint>[8];

    /// <param name="key">16–64 bytes. The instance is reused for many messages by one thread.</param>
    /// <exception cref="ArgumentException">A key of another length.</exception>
    public Sm3Hmac(ReadOnlySpan<byte> key)
    {
        if (key.Length is < 16 or > 64)
        {
            throw new ArgumentException("An HMAC-SM3 key has 16 to 64 bytes.", nameof(key));
        }

        mac.Init(new KeyParameter(key));
        Prepare(key, 0x36, inner);
        Prepare(key, 0x5C, outer);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
    {
        this.mac.BlockUpdate(message);
        this.mac.DoFinal(mac);
    }

    /// <summary>Up to four short messages at once: what <see cref="Compute"/> writes for each.</summary>
    /// <param name="messages">Four times 64 bytes, a message at the beginning of each; the rest is written over.</param>
    /// <param name="lengths">At most <see cref="Short"/> each.</param>
    /// <param name="macs">Four times 32 bytes.</param>
    public void ComputeFour(Span<byte> messages, ReadOnlySpan<int> lengths, Span<byte> macs)
    {
        for (var lane = 0; lane < Sm3Lanes.Lanes; lane++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths[lane], Short, nameof(lengths));
            End(messages.Slice(lane * Sm3Lanes.Block, Sm3Lanes.Block), lengths[lane]);
        }

        Span<Vector128<uint>> state = stackalloc Vector128<uint>[8];
        inner.CopyTo(state);
        Sm3Lanes.Compress(state, messages);
        for (var lane = 0; lane < Sm3Lanes.Lanes; lane++)
        {
            var block = messages.Slice(lane * Sm3Lanes.Block, Sm3Lanes.Block);
            Write(state, lane, block);
            End(block, Size);
        }

        outer.CopyTo(state);
        Sm3Lanes.Compress(state, messages);
        for (var lane = 0; lane < Sm3Lanes.Lanes; lane++)
        {
            Write(state, lane, macs.Slice(lane * Size, Size));
        }
    }

    private static void Prepare(ReadOnlySpan<byte> key, byte pad, Span<Vector128<uint>> state)
    {
        Span<byte> blocks = stackalloc byte[Sm3Lanes.Lanes * Sm3Lanes.Block];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = (byte)((i % Sm3Lanes.Block < key.Length ? key[i % Sm3Lanes.Block] : 0) ^ pad);
        }

        Sm3Lanes.Begin(state);
        Sm3Lanes.Compress(state, blocks);
        blocks.Clear();
    }

    /// <summary>The padding of a message whose first block was the key.</summary>
    private static void End(Span<byte> block, int length)
    {
        block[length..].Clear();
        block[length] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(block[^4..], (Sm3Lanes.Block + length) * 8);
    }

    private static void Write(ReadOnlySpan<Vector128<uint>> state, int lane, Span<byte> to)
    {
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(to[(i * 4)..], state[i][lane]);
        }
    }
}
