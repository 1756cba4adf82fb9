using System.Net.Sockets;
using Npgsql;
using Venueless.Fast.Storage.Postgres;
using Venueless.Fast.Storage.Tests.Services;

namespace Venueless.Fast.Storage.Tests.Postgres;

public sealed class PostgresErrorsTests
{
    [Theory]
    [InlineData("08006", true)]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("58030", true)]
    [InlineData("57014", true)]
    [InlineData("25006", true)]
    [InlineData("23505", false)]
    [InlineData("22001", false)]
    [InlineData("42P01", false)]
    [InlineData("40P01", false)]
    public void IsUnavailable_SqlState_TellsServerFromStatement(string sqlState, bool expected) =>
        Assert.Equal(expected, PostgresErrors.IsUnavailable(new PostgresException("text", "ERROR", "ERROR", sqlState)));

    [Fact]
    public void IsUnavailable_OtherExceptions_TellsConnectionFromDefect()
    {
        Assert.True(PostgresErrors.IsUnavailable(new NpgsqlException("broken")));
        Assert.True(PostgresErrors.IsUnavailable(new TimeoutException()));
        Assert.True(PostgresErrors.IsUnavailable(new SocketException()));
        Assert.False(PostgresErrors.IsUnavailable(new InvalidOperationException()));
        Assert.False(PostgresErrors.IsUnavailable(new OperationCanceledException()));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task IsUnavailable_ConnectionEndedByTheServer_IsTrue()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pg_backend_pid())", connection);

        Assert.True(PostgresErrors.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteNonQueryAsync())));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task IsUnavailable_UnknownDatabase_IsTrue()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "venueless_test_unknown" }.ConnectionString);

        Assert.True(PostgresErrors.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(async () => await source.OpenConnectionAsync())));
    }

    [ServiceFact(TestDatabase.Variable)]
    public async Task IsUnavailable_BadSql_IsFalse()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.False(PostgresErrors.IsUnavailable(await Assert.ThrowsAnyAsync<Exception>(() => database.ExecuteAsync("SELECT nothing FROM nowhere"))));
    }
}
