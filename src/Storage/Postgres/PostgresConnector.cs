using Npgsql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Opens connections with the settings that durability and the bounded waits rest on.</summary>
internal sealed class PostgresConnector : SqlConnector, IAsyncDisposable
{
    // Whoever reads or writes finds rows by keys. In a storm tables grow faster than the statistics by which the planner would rather read them from end to end, or
    // compile what takes a millisecond; a plan that was made while the table was empty stays until these are new.
    private const string PlannerSettings = "SET enable_seqscan = off; SET jit = off";

    // The server's own default is kept for reading; a writer that was set to less would acknowledge what a crash can take back.
    // It also holds locks beyond its transactions: those of a node that is gone without a word are given up within half a minute.
    private const string WriterSettings =
        """
        SET synchronous_commit = on; SET default_transaction_isolation = 'read committed';
        SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 30000
        """;

    private readonly string _connectionString;
    private readonly string _writerSettings;

    public PostgresConnector(PostgresOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = options.Host.Length == 0 ? "/var/run/postgresql" : options.Host,
            Port = options.Port,
            Database = options.Database,
            Username = options.User,
            Password = options.Password.Length == 0 ? null : options.Password,
            ApplicationName = "venueless",
            Timeout = (int)options.ConnectTimeout.TotalSeconds,
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,

            // Sessions are kept by their owners: the readers' pool, the writer, the migrator.
            MaxPoolSize = options.MaxReaders + 4,
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,

            // A peer that is gone without a word is noticed within half a minute also by connections that only wait.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 15,
            TcpKeepAliveInterval = 5,
            IncludeErrorDetail = false,

            // Tells the writer whose statement was refused.
            IncludeFailedBatchedCommand = true,
        };
        _connectionString = settings.ConnectionString;
        Source = NpgsqlDataSource.Create(_connectionString);
        _writerSettings = $"{PlannerSettings}; {WriterSettings}; SET lock_timeout = {(long)options.LockTimeout.TotalMilliseconds}";
    }

    public NpgsqlDataSource Source { get; }

    public override async ValueTask<SqlSession> OpenReaderAsync(CancellationToken cancellation)
    {
        var connection = await Source.OpenConnectionAsync(cancellation);
        try
        {
            await ExecuteAsync(connection, PlannerSettings, cancellation);
            return new PostgresSession(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Exception Translate(Exception exception) => PostgresErrors.Translate(exception);

    /// <summary>A connection that writes, under a name by which its successor can find and end it.</summary>
    public async ValueTask<NpgsqlConnection> OpenWriterAsync(string name)
    {
        // Past the driver's pool: whatever state it is left in, nobody else gets it.
        var settings = new NpgsqlConnectionStringBuilder(_connectionString) { ApplicationName = name, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync();
            await ExecuteAsync(connection, _writerSettings, CancellationToken.None);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static async ValueTask ExecuteAsync(NpgsqlConnection connection, string settings, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(settings, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
