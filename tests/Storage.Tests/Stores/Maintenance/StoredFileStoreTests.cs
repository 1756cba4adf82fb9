using System.Globalization;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores.Maintenance;

/// <summary>operations.md section 3.11, stored files; scenario 30.</summary>
public sealed class StoredFileStoreTests
{
    private const string Insert = "INSERT INTO storage_storedfile (id, filename, type, file, public, world_id, expires)";

    [Theory]
    [EveryStore]
    public async Task ListExpired_NamesExactlyThoseWhoseTimeIsOver(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        AddFile(store, "old", TestStore.Now.AddMilliseconds(-1));
        AddFile(store, "", TestStore.Now.AddDays(-1));
        AddFile(store, null, TestStore.Now.AddDays(-1));
        AddFile(store, "now", TestStore.Now);
        AddFile(store, "kept", null);

        var expired = await store.Storage.StoredFiles.ListExpiredAsync(TestStore.Now, Guid.Empty);

        Assert.Equal(["", "", "old"], expired.Select(static file => file.Path).Order());
        Assert.Equal(expired.Skip(1), await store.Storage.StoredFiles.ListExpiredAsync(TestStore.Now, expired[0].Id));
        Assert.Equal(5, store.Number("SELECT COUNT(*) FROM storage_storedfile"));
    }

    [Theory]
    [EveryStore]
    public async Task Forget_DeletesExpiredRowsOnly_AndMayBeRepeated(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        Guid[] files = [AddFile(store, "old", TestStore.Now), AddFile(store, "kept", null), Guid.NewGuid()];
        AddFile(store, "another", TestStore.Now);

        Assert.Equal(1, await store.Storage.StoredFiles.ForgetAsync(files));
        Assert.Equal(0, await store.Storage.StoredFiles.ForgetAsync(files));

        Assert.Equal(["another", "kept"], store.Texts("SELECT file FROM storage_storedfile ORDER BY file"));
    }

    [Theory]
    [EveryStore]
    public async Task ListExpired_MoreThanABatch_ComesInBatches(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var rows = Enumerable.Range(0, ICleanUpStore.MaxRows + 7).Select(static number => Row(Guid.NewGuid(), $"f{number}", TestStore.Now));
        store.Execute($"{Insert} VALUES {string.Join(',', rows)}");
        var later = TestStore.Now.AddSeconds(1);

        var first = await store.Storage.StoredFiles.ListExpiredAsync(later, Guid.Empty);
        var second = await store.Storage.StoredFiles.ListExpiredAsync(later, first[^1].Id);

        Assert.Equal((ICleanUpStore.MaxRows, 7), (first.Count, second.Count));
        Assert.Equal(ICleanUpStore.MaxRows + 7, first.Concat(second).Select(static file => file.Path).Distinct().Count());
    }

    private static Guid AddFile(TestStore store, string? path, DateTimeOffset? expires)
    {
        var id = Guid.NewGuid();
        store.Execute($"{Insert} VALUES {Row(id, path, expires)}");
        return id;
    }

    private static string Row(Guid id, string? path, DateTimeOffset? expires) =>
        $"('{id}', 'f', 'text/csv', {(path is null ? "NULL" : $"'{path}'")}, FALSE, 'sample', {(expires is { } time ? $"'{Time(time)}'" : "NULL")})";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
}
