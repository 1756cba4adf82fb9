using System.Net;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("9000", "127.0.0.1:9000")]
    [InlineData("0", "127.0.0.1:0")]
    [InlineData("0.0.0.0:9000", "0.0.0.0:9000")]
    [InlineData("[::1]:9000", "[::1]:9000")]
    [InlineData("[::]:80", "[::]:80")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    public void TryParse_WrittenForms_GiveAddressAndPort(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, IPAddress.Loopback, out var endpoint));
        Assert.Equal(expected, endpoint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("http")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData(":80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("127.1:80")]
    [InlineData("events.example.org:80")]
    [InlineData("0.0.0.0:")]
    [InlineData("[::1]")]
    public void TryParse_OtherForms_AreRefused(string text) => Assert.False(ListenAddress.TryParse(text, IPAddress.Loopback, out _));
}
