using System.Runtime.InteropServices;

namespace Chunfeng.Engine.Facts;

/// <summary>A growing list outside the collected heap, in blocks, so that millions of rows are never copied to grow.</summary>
internal sealed unsafe class NativeList<T> : IDisposable
    where T : unmanaged
{
    private const int BlockBits = 16;
    private const int BlockLength = 1 << BlockBits;

    private readonly List<nint> _blocks = [];

    ~NativeList() => Free();

    internal int Count { get; private set; }

    internal ref T this[int index] => ref ((T*)_blocks[index >> BlockBits])[index & (BlockLength - 1)];

    internal void Add(in T item)
    {
        if (Count >> BlockBits == _blocks.Count)
        {
            _blocks.Add((nint)NativeMemory.Alloc(BlockLength, (nuint)sizeof(T)));
        }

        int index = Count;
        Count = checked(index + 1);
        this[index] = item;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.Free((void*)block);
        }

        _blocks.Clear();
        Count = 0;
    }
}
