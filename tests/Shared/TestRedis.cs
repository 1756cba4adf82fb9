using StackExchange.Redis;

namespace Venueless.Fast.Testing;

/// <summary>A logical database of its own, empty, on the shared Redis of a test run; unique over all processes of the run as long as fewer tests than databases run at once.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    /// <summary>Names <c>host:port</c>; tests that need it carry <c>[ServiceFact(TestRedis.Variable)]</c>.</summary>
    public const string Variable = "VENUELESS_TEST_REDIS";

    private const string CounterKey = "tests:databases";

    // Of all tests of the process: opening one takes as long as many a test.
    private static readonly Lazy<Task<ConnectionMultiplexer>> Connection = new(static () => ConnectionMultiplexer.ConnectAsync($"{Endpoint},allowAdmin=true"));

    private TestRedis(ConnectionMultiplexer connection, string endpoint, int number)
    {
        Number = number;
        Url = $"redis://{endpoint}/{number}";
        Database = connection.GetDatabase(number);
    }

    /// <summary>The logical database's number; never 0, which holds the counter.</summary>
    public int Number { get; }

    /// <summary><c>redis://host:port/number</c>, as <c>redis.urls</c> takes it.</summary>
    public string Url { get; }

    /// <summary>The test's own look at the keys.</summary>
    public IDatabase Database { get; }

    private static string Endpoint => Environment.GetEnvironmentVariable(Variable)!;

    public static async Task<TestRedis> CreateAsync()
    {
#pragma warning disable VSTHRD003 // Shared by all tests of the process, started by the first.
        var connection = await Connection.Value;
#pragma warning restore VSTHRD003
        var server = connection.GetServer(Endpoint);
        var number = 1 + (int)(await connection.GetDatabase(0).StringIncrementAsync(CounterKey) % (server.DatabaseCount - 1));
        await server.FlushDatabaseAsync(number);
        return new TestRedis(connection, Endpoint, number);
    }

    /// <summary>Empties it.</summary>
    public async ValueTask DisposeAsync() => await Database.Multiplexer.GetServer(Endpoint).FlushDatabaseAsync(Number);
}
