using Microsoft.Data.Sqlite;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Control_WhileSomebodyElseWrites_FailsAsBusyAndWorksLater()
    {
        var connector = new SqliteConnector(new SqliteOptions { Path = Path.Combine(_folder, "test.db") });
        using var holder = connector.OpenWriter(TimeSpan.FromMilliseconds(1));
        using var other = connector.OpenWriter(TimeSpan.FromMilliseconds(1));
        holder.Control("BEGIN IMMEDIATE");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, Assert.Throws<SqliteException>(() => other.Control("BEGIN IMMEDIATE")).SqliteErrorCode);
            Assert.False(other.IsInTransaction);
        }

        holder.Control("COMMIT");
        for (var turn = 0; turn < 2; turn++)
        {
            other.Control("BEGIN IMMEDIATE");
            other.RunScript($"CREATE TABLE first_{turn} (value INTEGER); CREATE TABLE second_{turn} (value INTEGER)");
            other.Control("COMMIT");
        }

        Assert.Equal(4, other.Prepare("SELECT COUNT(*) FROM sqlite_master").ReadNumberNow());
        Assert.Equal(SQLitePCL.raw.SQLITE_ERROR, Assert.Throws<SqliteException>(() => other.Control("COMMIT")).SqliteErrorCode);
    }
}
