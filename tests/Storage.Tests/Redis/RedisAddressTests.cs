using System.Net;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class RedisAddressTests
{
    private static readonly RedisOptions Options = new() { Shards = [] };

    [Theory]
    [InlineData("redis://cache", "cache:6379/0", null, null, false)]
    [InlineData("redis://cache:7000/", "cache:7000/0", null, null, false)]
    [InlineData("redis://:p%40ss%2Fword@cache:7000/12", "cache:7000/12", null, "p@ss/word", false)]
    [InlineData("redis://word@cache/1", "cache:6379/1", null, "word", false)]
    [InlineData("rediss://app:word@cache:6380/3", "cache:6380/3", "app", "word", true)]
    public void Parse_Address_GivesConfigurationAndPrintsWithoutPassword(string url, string text, string? user, string? password, bool isEncrypted)
    {
        var address = RedisAddress.Parse(url);
        var configuration = address.ToConfiguration(Options);

        Assert.Equal(text, address.ToString());
        Assert.Equal(user, configuration.User);
        Assert.Equal(password, configuration.Password);
        Assert.Equal(isEncrypted, configuration.Ssl);
        Assert.False(configuration.AbortOnConnectFail);
        var endpoint = Assert.IsType<DnsEndPoint>(Assert.Single(configuration.EndPoints));
        Assert.Equal(text, $"{endpoint.Host}:{endpoint.Port}/{configuration.DefaultDatabase}");
    }

    [Theory]
    [InlineData("http://:secret@cache/0")]
    [InlineData("redis://:secret@cache/zero")]
    [InlineData("redis://:secret@cache/-1")]
    public void Parse_AnythingElse_IsRefusedWithoutShowingIt(string url) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => RedisAddress.Parse(url)).ToString(), StringComparison.Ordinal);
}
