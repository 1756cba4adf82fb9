using StackExchange.Redis;

namespace Venueless.Fast.Testing;

/// <summary>A logical database of its own, empty, on the shared Redis of a test run; unique over all processes of the run as long as fewer tests than databases run at once.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    /// <summary>Names <c>host:port</c>; tests that need it carry <c>[ServiceFact(TestRedis.Variable)]</c>.</summary>
    public const string Variable = "VENUELESS_TEST_REDIS";

    private const string CounterKey = "tests:databases";

    private readonly ConnectionMultiplexer _connection;

    private TestRedis(ConnectionMultiplexer connection, string endpoint, int number)
    {
        _connection = connection;
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

    public static async Task<TestRedis> CreateAsync()
    {
        var endpoint = Environment.GetEnvironmentVariable(Variable)!;
        var connection = await ConnectionMultiplexer.ConnectAsync($"{endpoint},allowAdmin=true");
        var databases = connection.GetServer(endpoint).DatabaseCount;
        var number = 1 + (int)(await connection.GetDatabase(0).StringIncrementAsync(CounterKey) % (databases - 1));
        await connection.GetServer(endpoint).FlushDatabaseAsync(number);
        return new TestRedis(connection, endpoint, number);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
