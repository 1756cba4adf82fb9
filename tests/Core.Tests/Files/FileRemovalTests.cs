using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Files;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Files;

/// <summary>First the file, then its row: nothing is forgotten that is still there.</summary>
public sealed class FileRemovalTests : IStoredFileStore, IMediaFiles
{
    // By id, all of them expired.
    private readonly SortedDictionary<Guid, StoredFile> _rows = [];
    private readonly List<string> _onDisk = [];
    private Func<string, bool> _isProtected = static _ => false;
    private bool _isAway;

    [Fact]
    public async Task RemoveExpired_DeletesFilesAndRows_AlsoWithoutAFile()
    {
        Add("a");
        Add("");
        Add("missing", exists: false);

        Assert.Equal(3, await new FileRemoval(this, this).RemoveExpiredAsync(default, CancellationToken.None));

        Assert.Empty(_rows);
        Assert.Empty(_onDisk);
    }

    [Fact]
    public async Task RemoveExpired_FileThatCannotBeDeleted_KeepsItsRowForTheNextTime()
    {
        Add("a");
        var kept = Add("protected");
        _isProtected = static path => path == "protected";

        Assert.Equal(1, await new FileRemoval(this, this).RemoveExpiredAsync(default, CancellationToken.None));
        Assert.Equal([kept], _rows.Keys);

        _isProtected = static _ => false;
        Assert.Equal(1, await new FileRemoval(this, this).RemoveExpiredAsync(default, CancellationToken.None));
        Assert.Empty(_onDisk);
    }

    [Fact]
    public async Task RemoveExpired_MoreProtectedOnesThanABatch_EndsAndTakesTheOthers()
    {
        for (var number = 0; number < (2 * ICleanUpStore.MaxRows) + 7; number++)
        {
            Add(number % 2 == 0 ? $"protected {number}" : $"{number}");
        }

        _isProtected = static path => path.StartsWith("protected", StringComparison.Ordinal);

        Assert.Equal(ICleanUpStore.MaxRows + 3, await new FileRemoval(this, this).RemoveExpiredAsync(default, CancellationToken.None));

        Assert.Equal(ICleanUpStore.MaxRows + 4, _rows.Count);
        Assert.All(_onDisk, path => Assert.True(_isProtected(path)));
    }

    [Fact]
    public async Task Remove_StoreIsAway_LeavesTheRowsToTheNextCleanUp()
    {
        Add("a");
        _isAway = true;

        await new FileRemoval(this, this).RemoveAsync([.. _rows.Values]);

        Assert.Empty(_onDisk);
        Assert.Single(_rows);
        _isAway = false;
        Assert.Equal(1, await new FileRemoval(this, this).RemoveExpiredAsync(default, CancellationToken.None));
    }

    [Fact]
    public async Task Remove_MoreThanABatch_TakesAll()
    {
        for (var number = 0; number < (2 * ICleanUpStore.MaxRows) + 7; number++)
        {
            Add($"{number}");
        }

        await new FileRemoval(this, this).RemoveAsync([.. _rows.Values]);

        Assert.Empty(_rows);
        Assert.Empty(_onDisk);
    }

    Task<IReadOnlyList<StoredFile>> IStoredFileStore.ListExpiredAsync(DateTimeOffset now, Guid after, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StoredFile>>([.. _rows.Values.Where(file => file.Id.CompareTo(after) > 0).Take(ICleanUpStore.MaxRows)]);

    Task<int> IStoredFileStore.ForgetAsync(IReadOnlyCollection<Guid> files, CancellationToken cancellation)
    {
        Assert.InRange(files.Count, 1, ICleanUpStore.MaxRows);
        return _isAway ? throw new StoreUnavailableException("away") : Task.FromResult(files.Count(_rows.Remove));
    }

    bool IMediaFiles.TryDelete(string path)
    {
        if (_isProtected(path))
        {
            return false;
        }

        _onDisk.Remove(path);
        return true;
    }

    private Guid Add(string path, bool exists = true)
    {
        var file = new StoredFile(Guid.NewGuid(), path);
        _rows.Add(file.Id, file);
        if (exists && path.Length > 0)
        {
            _onDisk.Add(path);
        }

        return file.Id;
    }
}
