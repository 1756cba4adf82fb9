using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Postgres.Merging;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>A writer on a test's database, for units of the test's own making.</summary>
internal sealed class RawWriter : IAsyncDisposable
{
    private readonly PostgresConnector _connector;

    public RawWriter(PostgresOptions options, IEventIdSource? eventIds = null)
    {
        _connector = new PostgresConnector(options);
        Writer = new PostgresWriter(
            new WriterConnection(_connector),
            new MergedForms(new SqlStatements(PostgresDialect.Instance)),
            "SELECT COALESCE(MAX(id), 0) FROM core_chatevent",
            static _ => ValueTask.FromResult(0L),
            options,
            eventIds ?? new LocalEventIds(),
            NoVersionKeys.Instance,
            NullLogger.Instance);
    }

    public PostgresWriter Writer { get; }

    /// <summary>Runs the units as one batch: they are queued while a first one holds the writer.</summary>
    public async Task<Task<TResult>[]> BatchAsync<TResult>(params (WriteKey Key, Func<WriteScope, ValueTask<TResult>> Work)[] units)
    {
        using var gate = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = Writer.WriteAsync(
            WriteKey.None,
            (gate, isHeld),
            static (_, from) =>
            {
                from.isHeld.TrySetResult();
                from.gate.Wait();
                return ValueTask.FromResult(true);
            },
            CancellationToken.None);
        await isHeld.Task;
        var tasks = units.Select(unit => Writer.WriteAsync(unit.Key, unit.Work, static (scope, work) => work(scope), CancellationToken.None)).ToArray();
        gate.Set();
        await held;
        return tasks;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await _connector.DisposeAsync();
    }
}
