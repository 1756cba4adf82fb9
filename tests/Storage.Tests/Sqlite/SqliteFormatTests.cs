using System.Globalization;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests.Sqlite;

public sealed class SqliteFormatTests
{
    [Theory]
    [InlineData("2026-03-01T17:04:05.1234569+00:00", "2026-03-01 17:04:05.123456+00:00")]
    [InlineData("2026-12-31T23:59:59.9999999-01:30", "2027-01-01 01:29:59.999999+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01 00:00:00.000000+00:00")]
    public void Time_IsUtcWithSixDigits_CutOff(string time, string stored)
    {
        Assert.Equal(stored, SqliteFormats.Time(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Json_IsStoredAsText()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        var user = await store.AddUserAsync();

        await store.Storage.Chat.WriteAsync(store.Message(user));

        Assert.Equal("text", store.Text("SELECT typeof(content) FROM core_chatevent"));
        Assert.Equal("text", store.Text("SELECT typeof(profile) FROM core_user"));
    }
}
