using Venueless.Fast.Core.Domain.Cloning;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cloning;

/// <summary>Copies a world with its rooms, exhibitors and the files that they show (operations.md section 3.4). Thread-safe.</summary>
/// <param name="mediaUrl">Prefix of stored files in the configuration.</param>
internal sealed class WorldCloner(IWorldCloneStore store, IMediaCopies copies, IMediaFiles files, string mediaUrl, TimeProvider time)
{
    private readonly IWorldCloneStore _store = store;
    private readonly IMediaCopies _copies = copies;
    private readonly IMediaFiles _files = files;
    private readonly string _mediaUrl = mediaUrl;
    private readonly TimeProvider _time = time;

    /// <summary>All or nothing. Null if there is no such world. Throws what the store throws, and what <see cref="IMediaCopies.CopyAsync"/> throws.</summary>
    public async Task<CloneOutcome?> CloneAsync(CloneRequest request, CancellationToken cancellation)
    {
        if (await _store.ReadAsync(request.Source, cancellation) is not { } original)
        {
            return null;
        }

        var plan = new ClonePlan(original, request, _mediaUrl);
        var missing = await ChooseFilesAsync(plan, request, cancellation);
        var copy = plan.Build();

        // Files first: rows without files would be seen. What is copied for nothing is seen by nobody and goes away again.
        var copied = new List<string>();
        try
        {
            foreach (var (from, file) in plan.Files)
            {
                await _copies.CopyAsync(from, file.Path, cancellation);
                copied.Add(file.Path);
            }

            if (await _store.WriteAsync(copy, cancellation))
            {
                return new CloneOutcome(copy, missing);
            }
        }
        catch (Exception exception)
        {
            // A store that went away in the middle may have written all of it. If it does not answer now either, the files stay: better too many than missing ones.
            if (exception is StoreUnavailableException && await IsWrittenAsync(copy, CancellationToken.None))
            {
                return new CloneOutcome(copy, missing);
            }

            Remove(copied);
            throw;
        }

        Remove(copied);
        return new CloneOutcome(null, missing);
    }

    private void Remove(List<string> copied)
    {
        foreach (var path in copied)
        {
            _files.TryDelete(path);
        }
    }

    private async Task<IReadOnlyList<string>> ChooseFilesAsync(ClonePlan plan, CloneRequest request, CancellationToken cancellation)
    {
        var paths = plan.FindPaths();
        var missing = new List<string>();
        if (paths.Count == 0)
        {
            return missing;
        }

        foreach (var file in await _store.FindFilesAsync(request.Source, [.. paths.Values.Distinct()], _time.GetUtcNow(), cancellation))
        {
            if (!paths.ContainsKey(file.Path))
            {
                // Only the id is that of a file.
                continue;
            }

            if (_copies.Exists(file.Path))
            {
                plan.Add(file);
            }
            else
            {
                missing.Add(file.Path);
            }
        }

        return missing;
    }

    private async Task<bool> IsWrittenAsync(ClonedWorld copy, CancellationToken cancellation) =>
        (await _store.ReadAsync(copy.Row.Id, cancellation))?.Row.VapidPublicKey == copy.Row.VapidPublicKey;
}
