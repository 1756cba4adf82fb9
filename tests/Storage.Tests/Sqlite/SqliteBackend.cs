using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

internal sealed class SqliteBackend : StoreBackend
{
    // The schema is made once per run and copied, because every flush to disk counts in a few hundred tests.
    private static readonly Lazy<Task<byte[]>> Template = new(MakeTemplateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-storage-").FullName;

    private SqliteBackend(byte[] file) => File.WriteAllBytes(FilePath, file);

    private string FilePath => Path.Combine(_folder, "test.db");

#pragma warning disable VSTHRD003 // Shared by all tests of the run, started by the first.
    public static async Task<SqliteBackend> CreateAsync() => new(await Template.Value);
#pragma warning restore VSTHRD003

    public override SqlStorage Open(StoreLimits limits, TimeProvider time)
    {
        var options = new SqliteOptions { Path = FilePath };
        return SqliteStorage.Open(
            options with
            {
                MaxQueuedWrites = limits.MaxQueuedWrites ?? options.MaxQueuedWrites,
                MaxBatchWrites = limits.MaxBatchWrites ?? options.MaxBatchWrites,
                BusyTimeout = limits.LockTimeout ?? options.BusyTimeout,
            },
            NoVersionKeys.Instance,
            time,
            NullLogger<SqliteStorage>.Instance);
    }

    public override DbConnection OpenForeign()
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False;Foreign Keys=True");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("venueless-template-").FullName;
        try
        {
            var path = Path.Combine(folder, "template.db");
            await using (var storage = SqliteStorage.Open(
                new SqliteOptions { Path = path }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance))
            {
                await storage.Migrator.MigrateAsync();
            }

            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
