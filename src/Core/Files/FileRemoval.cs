using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Files;

/// <summary>
/// Deletes files whose rows have expired, then the rows. Whoever dies in between, or may not delete a file, leaves the row, and the next clean-up tries again.
/// Thread-safe.
/// </summary>
public sealed class FileRemoval(IStoredFileStore rows, IMediaFiles files)
{
    private readonly IStoredFileStore _rows = rows;
    private readonly IMediaFiles _files = files;

    /// <summary>Everything that expired before this moment; returns how many rows are gone. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var count = 0;
        for (var after = Guid.Empty; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = await _rows.ListExpiredAsync(now, after, cancellation);
            count += await RemoveBatchAsync(batch);
            if (batch.Count < ICleanUpStore.MaxRows)
            {
                return count;
            }

            // On from there, also past those that could not be deleted.
            after = batch[^1].Id;
        }
    }

    /// <summary>Files whose rows were made to expire just now. Never throws <see cref="StoreUnavailableException"/>: what stays is the next clean-up's.</summary>
    public async Task RemoveAsync(IReadOnlyList<StoredFile> expired)
    {
        try
        {
            for (var start = 0; start < expired.Count; start += ICleanUpStore.MaxRows)
            {
                var batch = new List<StoredFile>(Math.Min(ICleanUpStore.MaxRows, expired.Count - start));
                for (var index = start; index < expired.Count && batch.Count < ICleanUpStore.MaxRows; index++)
                {
                    batch.Add(expired[index]);
                }

                await RemoveBatchAsync(batch);
            }
        }
        catch (StoreUnavailableException)
        {
            // The rows say that the files are to go.
        }
    }

    private async Task<int> RemoveBatchAsync(IReadOnlyList<StoredFile> batch)
    {
        var gone = new List<Guid>(batch.Count);
        foreach (var file in batch)
        {
            if (file.Path.Length == 0 || _files.TryDelete(file.Path))
            {
                gone.Add(file.Id);
            }
        }

        // Without cancellation: the files are gone already.
        return gone.Count == 0 ? 0 : await _rows.ForgetAsync(gone, CancellationToken.None);
    }
}
