using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Bench.Storage;

/// <summary>
/// 10,000 chat events of 200 senders who each wait for their previous one, with group commit and with one write per transaction, on both databases. A scenario
/// instead of a benchmark: what counts is the concurrency and the flush to disk, and both variants have to run side by side.
/// </summary>
internal static class GroupCommitScenario
{
    public const string Name = "group-commit";

    private const string PostgresVariable = "VENUELESS_TEST_POSTGRES";
    private const string FolderVariable = "VENUELESS_BENCH_FOLDER";
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        Console.WriteLine($"{GroupCommitLoad.Events} events, {GroupCommitLoad.Senders} senders, median of {Rounds} rounds, variants in turn");
        Console.WriteLine();
        Console.WriteLine("| database | writes per transaction | events/s | commits/s | events per commit | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|");
        await CompareAsync("SQLite", OpenSqliteAsync);
        if (Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } server)
        {
            var fsync = await ShowAsync(server, "fsync");
            await CompareAsync($"PostgreSQL (fsync {fsync})", limit => OpenPostgresAsync(server, limit));
        }
        else
        {
            Console.WriteLine($"PostgreSQL was left out: {PostgresVariable} is not set.");
        }
    }

    private static async Task CompareAsync(string database, Func<int?, Task<BenchStore>> open)
    {
        // Whatever is compiled or cached first is nobody's disadvantage.
        await MeasureAsync(open, null);
        List<GroupCommitResult> single = [];
        List<GroupCommitResult> grouped = [];
        for (var round = 0; round < Rounds; round++)
        {
            single.Add(await MeasureAsync(open, 1));
            grouped.Add(await MeasureAsync(open, null));
        }

        var (one, many) = (Median(single), Median(grouped));
        Print(database, "1", one, 1);
        Print(database, "default", many, many.EventsPerSecond / one.EventsPerSecond);
    }

    private static GroupCommitResult Median(List<GroupCommitResult> results) => results.OrderBy(static result => result.EventsPerSecond).ElementAt(results.Count / 2);

    private static void Print(string database, string limit, GroupCommitResult result, double ratio) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {database} | {limit} | {result.EventsPerSecond:F0} | {result.CommitsPerSecond:F0} | {GroupCommitLoad.Events / (double)result.Commits:F1} | {ratio:F1} |"));

    private static async Task<GroupCommitResult> MeasureAsync(Func<int?, Task<BenchStore>> open, int? maxBatch)
    {
        await using var store = await open(maxBatch);
        var load = await GroupCommitLoad.PrepareAsync(store);
        var before = store.Storage.CommittedTransactions;
        var started = Stopwatch.GetTimestamp();
        await load.RunAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var commits = store.Storage.CommittedTransactions - before;
        await load.ValidateAsync();
        return new GroupCommitResult(elapsed, commits);
    }

    private static Task<BenchStore> OpenSqliteAsync(int? maxBatch)
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(Environment.GetEnvironmentVariable(FolderVariable) ?? Path.GetTempPath(), $"venueless-bench-{Guid.NewGuid():N}")).FullName;
        var options = new SqliteOptions { Path = Path.Combine(folder, "bench.db") };
        var storage = SqliteStorage.Open(
            options with { MaxBatchWrites = maxBatch ?? options.MaxBatchWrites }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance);
        return Task.FromResult(new BenchStore(storage, () =>
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        }));
    }

    private static async Task<BenchStore> OpenPostgresAsync(string server, int? maxBatch)
    {
        var name = $"venueless_bench_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var settings = new NpgsqlConnectionStringBuilder(server);
        var options = new PostgresOptions
        {
            Host = settings.Host!,
            Port = settings.Port,
            Database = name,
            User = settings.Username!,
            Password = settings.Password ?? "",
        };
        var storage = PostgresStorage.Open(
            options with { MaxBatchWrites = maxBatch ?? options.MaxBatchWrites },
            new LocalEventIds(),
            NoVersionKeys.Instance,
            TimeProvider.System,
            NullLogger<PostgresStorage>.Instance);
        return new BenchStore(storage, () => ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)"));
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ShowAsync(string server, string setting)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"SHOW {setting}");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
