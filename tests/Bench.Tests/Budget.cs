using System.Text.Json;

namespace Venueless.Fast.Bench.Tests;

/// <summary>The budgets of bench/baselines.json and how they are measured: bytes that one call allocates on its thread, in steady state.</summary>
internal static class Budget
{
    private const int Operations = 500;

    /// <summary>Runs the call until nothing is new to it, then again, and compares.</summary>
    /// <param name="benchmark">Class and method.</param>
    public static void Hold(string benchmark, Action operation)
    {
        // The smallest of a few: a pool that grows once, or a table that work beside the operation has swapped, is not the operation's.
        var allocated = Math.Min(Measure(operation), Math.Min(Measure(operation), Measure(operation)));
        var budget = Of(benchmark);
#if DEBUG
        // Debug builds make an object of every async method's state; the figures are those of Release.
        Assert.InRange(allocated, budget, budget * 4);
#else
        Assert.Equal(budget, allocated);
#endif
    }

    /// <summary>Bytes that this thread allocates during the call.</summary>
    public static long MeasureOnce(Action operation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        operation();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Rounded up: one stray byte in all rounds is one too many. The first half warms up.
    private static long Measure(Action operation)
    {
        for (var round = 0; round < Operations; round++)
        {
            operation();
        }

        var allocated = MeasureOnce(() =>
        {
            for (var round = 0; round < Operations; round++)
            {
                operation();
            }
        });
        return (allocated + Operations - 1) / Operations;
    }

    private static long Of(string benchmark)
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "baselines.json")));
        return baselines.RootElement.GetProperty(benchmark).GetProperty("allocatedBytes").GetInt64();
    }
}
