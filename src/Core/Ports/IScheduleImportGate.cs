using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Lets one login of a world per <see cref="Interval"/> start the import of its schedule, over all nodes. Thread-safe.</summary>
public interface IScheduleImportGate
{
    /// <summary>How far imports are apart (auth-and-users.md section 2, step 10).</summary>
    static TimeSpan Interval { get; } = TimeSpan.FromSeconds(300);

    /// <summary>True for the first one in a while. Throws <see cref="StoreUnavailableException"/>.</summary>
    ValueTask<bool> TryEnterAsync(WorldId world);
}
