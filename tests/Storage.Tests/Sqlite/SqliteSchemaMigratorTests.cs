using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteSchemaMigratorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-migrations-").FullName;

    [Fact]
    public async Task Migrate_Twice_AppliesEverythingOnce()
    {
        await using var storage = Open();
        var pending = await storage.Migrator.ListAsync();

        var first = await storage.Migrator.MigrateAsync();
        var second = await storage.Migrator.MigrateAsync();

        Assert.All(pending, static step => Assert.Equal(("fast", false), (step.App, step.IsApplied)));
        Assert.Equal(pending.Select(static step => step.Name), first);
        Assert.Equal("0001_worlds", first[0]);
        Assert.Empty(second);
        Assert.All(await storage.Migrator.ListAsync(), static step => Assert.True(step.IsApplied));
    }

    [Fact]
    public async Task Migrate_ByTwoProcessesAtOnce_AppliesEachStepOnce()
    {
        using var barrier = new Barrier(4);
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                barrier.SignalAndWait();
                await using var storage = Open();
                return await storage.Migrator.MigrateAsync();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        var names = applied.SelectMany(static list => list).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Single(applied, static list => list.Count > 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteStorage Open() => SqliteStorage.Open(
        new SqliteOptions { Path = Path.Combine(_folder, "test.db") }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance);
}
