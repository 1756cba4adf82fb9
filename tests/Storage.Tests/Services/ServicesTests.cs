using Npgsql;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Tests.Services;

[Trait("Category", "Services")]
public sealed class ServicesTests
{
    private const string PostgresVariable = "VENUELESS_TEST_POSTGRES";
    private const string RedisVariable = "VENUELESS_TEST_REDIS";

    [ServiceFact(PostgresVariable)]
    public async Task Postgres_WhenNamed_Answers()
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(PostgresVariable)!);
        await using var command = source.CreateCommand("SELECT 1");

        Assert.Equal(1, await command.ExecuteScalarAsync());
    }

    [ServiceFact(RedisVariable)]
    public async Task Redis_WhenNamed_Answers()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Environment.GetEnvironmentVariable(RedisVariable)!);

        Assert.True(await connection.GetDatabase().PingAsync() > TimeSpan.Zero);
    }
}
