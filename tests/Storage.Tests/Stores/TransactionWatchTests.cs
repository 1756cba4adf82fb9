using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class TransactionWatchTests
{
    [Theory]
    [InlineData("BEGIN", true)]
    [InlineData("begin isolation level serializable", true)]
    [InlineData("  -- first\n/* and\nthen */ start\n transaction read only", true)]
    [InlineData("BEGINNING", false)]
    [InlineData("SELECT 'BEGIN'", false)]
    [InlineData("-- BEGIN\nSELECT 1", false)]
    [InlineData("START_IT()", false)]
    public void Note_ABegin_OpensATransaction(string sql, bool isOpen)
    {
        var watch = new TransactionWatch();

        watch.Note(sql, hasSucceeded: false);
        Assert.False(watch.IsOpen);
        watch.Note(sql, hasSucceeded: true);
        Assert.Equal(isOpen, watch.IsOpen);
    }

    [Theory]
    [InlineData("COMMIT", false)]
    [InlineData("end transaction", false)]
    [InlineData("ROLLBACK WORK", false)]
    [InlineData("ABORT", false)]
    [InlineData("PREPARE TRANSACTION 'x'", false)]
    [InlineData("COMMIT AND NO CHAIN", false)]
    [InlineData("COMMIT AND CHAIN", true)]
    [InlineData("ROLLBACK TO SAVEPOINT s", true)]
    [InlineData("rollback transaction to s", true)]
    [InlineData("COMMIT PREPARED 'x'", true)]
    [InlineData("PREPARE p AS SELECT 1", true)]
    [InlineData("SELECT 1", true)]
    public void Note_AnEnd_EndsIt_AlsoWhenItFails(string sql, bool isOpen)
    {
        foreach (var hasSucceeded in new[] { true, false })
        {
            var watch = new TransactionWatch();
            watch.Note("BEGIN", hasSucceeded: true);

            watch.Note(sql, hasSucceeded);

            Assert.Equal(isOpen, watch.IsOpen);
        }
    }

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData(" /* a */ values (1);", true)]
    [InlineData("table core_world", true)]
    [InlineData("WITH x AS (DELETE FROM y RETURNING *) SELECT * FROM x", false)]
    [InlineData("UPDATE x SET y = 1 RETURNING y", false)]
    [InlineData("SELECT 1; DELETE FROM x", false)]
    public void IsReading_OneStatementThatChangesNothing(string sql, bool isReading) => Assert.Equal(isReading, TransactionWatch.IsReading(sql));
}
