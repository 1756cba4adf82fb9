using Npgsql;

namespace Venueless.Fast.Testing;

/// <summary>A database of one test's own on the shared PostgreSQL of a test run; dropped with whoever is still connected.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    /// <summary>Holds a connection string; tests that need the server are skipped, visibly, without it.</summary>
    public const string Variable = "VENUELESS_TEST_POSTGRES";

    private TestPostgres(string name)
    {
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(ServerConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>Host, port, user and password of the server, and this database.</summary>
    public NpgsqlConnectionStringBuilder Settings => new(ConnectionString);

    private static string ServerConnectionString => Environment.GetEnvironmentVariable(Variable)!;

    /// <summary>A copy of the template, which nobody may be connected to; by default an empty database.</summary>
    public static async Task<TestPostgres> CreateAsync(string template = "template1")
    {
        var name = $"venueless_test_{Guid.NewGuid():N}";
        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestPostgres(name);
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Throws everybody out and lets nobody in until disposed: for its users the server is away.</summary>
    public async Task<IAsyncDisposable> CloseAsync()
    {
        await OnServerAsync($"ALTER DATABASE {Name} ALLOW_CONNECTIONS false");
        await OnServerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}'");
        return new Closure(Name);
    }

    public async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE {Name} WITH (FORCE)");

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ServerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Closure(string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await OnServerAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    }
}
