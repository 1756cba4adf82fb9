using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Bench.Storage;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Bench.Tests;

/// <summary>A database of its own, removed afterwards.</summary>
internal sealed class TemporarySqlite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("venueless-bench-tests-");

    public TemporarySqlite() => Storage = SqliteStorage.Open(
        new SqliteOptions { Path = Path.Combine(_folder.FullName, "bench.db") }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance);

    public SqliteStorage Storage { get; }

    public async Task<WorldId> ImportSampleAsync()
    {
        await Storage.Migrator.MigrateAsync();
        return await Storage.Importer.ImportAsync(WorldImport.Parse(GroupCommitLoad.ReadSample()));
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
