using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Sessions;

/// <summary>For a node without redis: remembers in memory. Thread-safe.</summary>
public sealed class LocalScheduleImportGate(TimeProvider time) : IScheduleImportGate
{
    private readonly TimeProvider _time = time;
    private readonly Lock _lock = new();

    // Under _lock: timestamp of the last entry.
    private readonly Dictionary<WorldId, long> _entered = [];

    /// <inheritdoc/>
    public ValueTask<bool> TryEnterAsync(WorldId world)
    {
        lock (_lock)
        {
            if (_entered.TryGetValue(world, out var before) && _time.GetElapsedTime(before) < IScheduleImportGate.Interval)
            {
                return new(false);
            }

            _entered[world] = _time.GetTimestamp();
            return new(true);
        }
    }
}
