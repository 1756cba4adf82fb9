using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Host.Tests.Wire.Warnings;

/// <summary>What the servers of this test process warn of, kept for tests that fail. Thread-safe.</summary>
internal static class ServerWarnings
{
    // Far more than one test may cause.
    private const int MaxEntries = 1000;

    private static readonly Lock Lock = new();

    // Under Lock: the youngest warnings, and how many there were before them.
    private static readonly Queue<string> Entries = [];
    private static long _dropped;

    /// <summary>How many there were until now.</summary>
    public static long Count
    {
        get
        {
            lock (Lock)
            {
                return _dropped + Entries.Count;
            }
        }
    }

    /// <summary>A line for each after the first <paramref name="count"/>.</summary>
    public static string ReadAfter(long count)
    {
        lock (Lock)
        {
            return string.Concat(Entries.Skip((int)Math.Max(0, count - _dropped)));
        }
    }

    public static void Add(int server, LogLevel level, string category, string text, Exception? exception)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var entry = $"{time} server {server} {level} {category}: {text}{(exception is null ? "" : $" | {exception}")}{Environment.NewLine}";
        lock (Lock)
        {
            Entries.Enqueue(entry);
            if (Entries.Count > MaxEntries)
            {
                Entries.Dequeue();
                _dropped++;
            }
        }
    }
}
