using System.Collections.Concurrent;
using Chunfeng.Engine.Counting;
using Chunfeng.Engine.Facts;

namespace Chunfeng.Dispatch.Weeks;

/// <summary>The cuts lately looked into, kept open: a page turns in microseconds and nobody closes a cut while another reads it.</summary>
internal sealed class CutShelf : IDisposable
{
    internal const int Places = 4;

    private readonly Lock gate = new();
    private readonly List<Held> shelf = []; // the one used last stands last

    /// <summary>Lends a cut until the loan is disposed; opened once however many read it.</summary>
    /// <exception cref="FactsFormatException">The file is no cut, or a damaged one.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public Loan Borrow(string path)
    {
        lock (gate)
        {
            var held = shelf.Find(h => h.Path == path);
            if (held is null)
            {
                held = new Held(path, FactsFile.Open(path));
            }
            else
            {
                shelf.Remove(held);
            }

            shelf.Add(held);
            held.Readers++;
            if (shelf.Count > Places)
            {
                TakeDown(shelf[0]);
            }

            return new Loan(this, held);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var held in shelf.ToArray())
            {
                TakeDown(held);
            }
        }
    }

    private void TakeDown(Held held)
    {
        shelf.Remove(held);
        held.IsOff = true;
        if (held.Readers == 0)
        {
            held.Facts.Dispose();
        }
    }

    private void GiveBack(Held held)
    {
        lock (gate)
        {
            held.Readers--;
            if (held.IsOff && held.Readers == 0)
            {
                held.Facts.Dispose();
            }
        }
    }

    /// <summary>A cut on loan; give it back by disposing, once or more often.</summary>
    internal sealed class Loan(CutShelf shelf, Held held) : IDisposable
    {
        private int isBack;

        public FactsFile Facts => held.Facts;

        /// <summary>What the cut counts in a region, counted once: a sealed cut does not change.</summary>
        /// <exception cref="ArgumentException">The code has not 12 digits.</exception>
        public RegionCounts Count(long region) => held.Counts.GetOrAdd(region, r => IndicatorCounter.Count(held.Facts, [r])[r]);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isBack, 1) == 0)
            {
                shelf.GiveBack(held);
            }
        }
    }

    /// <summary>An open cut and how many read it.</summary>
    internal sealed class Held(string path, FactsFile facts)
    {
        public string Path => path;
        public FactsFile Facts => facts;
        public ConcurrentDictionary<long, RegionCounts> Counts { get; } = [];
        public int Readers { get; set; }
        public bool IsOff { get; set; }
    }
}
