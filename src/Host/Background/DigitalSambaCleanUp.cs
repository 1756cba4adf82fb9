using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Background.Outside;

namespace Venueless.Fast.Host.Background;

/// <summary>The clean-up at Digital Samba (calls.md section F6). Thread-safe.</summary>
/// <param name="retention">Recordings older than this are deleted.</param>
internal sealed class DigitalSambaCleanUp(IDigitalSambaStore store, DigitalSambaApi api, TimeSpan retention)
{
    // In a row. A service that does not answer would keep all other clean-ups waiting for half a minute per item.
    private const int MaxFailures = 5;

    private readonly IDigitalSambaStore _store = store;
    private readonly DigitalSambaApi _api = api;
    private readonly TimeSpan _retention = retention;

    /// <summary>
    /// Removes abandoned rooms, then their rows; returns how many. One that the service does not remove keeps its row and is tried again at the next run.
    /// </summary>
    public async Task<int> RemoveRoomsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (count, failures) = (0, 0);
        for (var after = Guid.Empty; ;)
        {
            var calls = await _store.ListAbandonedAsync(now, after, cancellation);
            foreach (var call in calls)
            {
                if (await _api.TryDeleteAsync($"rooms/{call.RemoteId}", cancellation))
                {
                    await _store.DeleteAsync(call.Id, cancellation);
                    (count, failures) = (count + 1, 0);
                }
                else if (++failures == MaxFailures)
                {
                    return count;
                }
            }

            if (calls.Count < ICleanUpStore.MaxRows)
            {
                return count;
            }

            after = calls[^1].Id;
        }
    }

    /// <summary>Removes old recordings page by page until an empty page, or one that cannot be read; returns how many.</summary>
    public async Task<int> RemoveRecordingsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (count, failures) = (0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        while (await _api.ListRecordingsAsync(after, cancellation) is [.., var last] page)
        {
            foreach (var recording in page)
            {
                // Also one whose age nobody knows stays.
                if (!(recording.CreatedAt < now - _retention))
                {
                    continue;
                }

                if (await _api.TryDeleteAsync($"recordings/{Uri.EscapeDataString(recording.Id)}", cancellation))
                {
                    (count, failures) = (count + 1, 0);
                }
                else if (++failures == MaxFailures)
                {
                    return count;
                }
            }

            // A service that gives the same page for ever must not keep us for ever.
            if (!seen.Add(last.Id))
            {
                break;
            }

            after = last.Id;
        }

        return count;
    }
}
