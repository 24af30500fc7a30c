using System.Runtime.InteropServices;

namespace Chunfeng.Engine.Facts;

/// <summary>A growing column outside the garbage-collected heap: millions of values, doubled when full.</summary>
internal sealed unsafe class Column<T> : IDisposable where T : unmanaged
{
    private T* values;
    private long capacity;

    public Column(long capacity = 1024)
    {
        this.capacity = capacity;
        values = (T*)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(T));
    }

    public long Length { get; private set; }

    public ref T this[long index] => ref values[index];

    public void Add(T value)
    {
        if (Length == capacity)
        {
            capacity *= 2;
            values = (T*)NativeMemory.Realloc(values, (nuint)(capacity * sizeof(T)));
        }

        values[Length++] = value;
    }

    public void Dispose()
    {
        NativeMemory.Free(values);
        values = null;
        capacity = Length = 0;
    }
}
