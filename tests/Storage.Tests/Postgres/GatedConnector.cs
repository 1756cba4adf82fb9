using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Opens nothing until it is let, and counts the statements that are run afterwards.</summary>
internal sealed class GatedConnector(PostgresConnector connector) : SqlConnector, IAsyncDisposable
{
    private readonly PostgresConnector _connector = connector;
    private readonly TaskCompletionSource _isWaiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _statements;

    /// <summary>Somebody wants to read.</summary>
#pragma warning disable VSTHRD003 // Completed by this class.
    public Task IsWaiting => _isWaiting.Task;

    public int Statements => Volatile.Read(ref _statements);

    public void Open() => _isOpen.SetResult();

    public override async ValueTask<SqlSession> OpenReaderAsync(CancellationToken cancellation)
    {
        _isWaiting.TrySetResult();
        await _isOpen.Task;
        return new CountingSession(this, await _connector.OpenReaderAsync(cancellation));
    }
#pragma warning restore VSTHRD003

    public override Exception Translate(Exception exception) => _connector.Translate(exception);

    public ValueTask DisposeAsync() => _connector.DisposeAsync();

    private sealed class CountingSession(GatedConnector owner, SqlSession session) : SqlSession
    {
        private readonly GatedConnector _owner = owner;
        private readonly SqlSession _session = session;

        public override bool IsBroken => _session.IsBroken;

        public override SqlStatement Prepare(string sql)
        {
            Interlocked.Increment(ref _owner._statements);
            return _session.Prepare(sql);
        }

        public override ValueTask BeginSnapshotAsync() => _session.BeginSnapshotAsync();

        public override ValueTask EndSnapshotAsync() => _session.EndSnapshotAsync();

        public override ValueTask DisposeAsync() => _session.DisposeAsync();
    }
}
