using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Venueless.Fast.Host.Metrics;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>Who may read <c>/metrics</c> (docs/metrics.md).</summary>
public sealed class MetricsGateTests
{
    [Theory]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, HttpStatusCode.OK)]
    [InlineData("venueless", null, HttpStatusCode.NotFound)]
    [InlineData("8.8.8.8", null, HttpStatusCode.NotFound)]
    [InlineData("[::1]:8375", null, HttpStatusCode.OK)]
    [InlineData("event.example.org", null, HttpStatusCode.NotFound)]
    [InlineData("localhost", "X-Forwarded-For", HttpStatusCode.NotFound)]
    [InlineData("localhost", "X-Forwarded-Proto", HttpStatusCode.NotFound)]
    [InlineData("localhost", "X-Real-IP", HttpStatusCode.NotFound)]
    [InlineData("localhost", "Forwarded", HttpStatusCode.NotFound)]
    [InlineData("localhost", "Via", HttpStatusCode.NotFound)]
    public async Task Get_WithoutToken_AnswersOnlyWhoComesDirectly(string host, string? header, HttpStatusCode status)
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = host } };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, "127.0.0.1");
        }

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Contains("venueless_handshakes_total", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.5", false)]
    [InlineData("172.17.0.1", false)]
    [InlineData("fe80::1", false)]
    public void MayRead_WithoutToken_IsForThisMachineOnly(string from, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost");

        Assert.Equal(expected, new MetricsGate(default).MayRead(context.Request, IPAddress.Parse(from)));
        Assert.False(new MetricsGate(default).MayRead(context.Request, from: null));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Basic secret-of-the-scraper", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer secret-of-the-scraper", HttpStatusCode.OK)]
    public async Task Get_WithToken_AnswersWhoHasIt(string? authorization, HttpStatusCode status)
    {
        await using var server = await ServerFixture.StartAsync(configuration => configuration.Variable("VENUELESS_METRICS_TOKEN", "secret-of-the-scraper"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = "event.example.org" } };
        request.Headers.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Get_SwitchedOff_IsNotThere()
    {
        await using var server = await ServerFixture.StartAsync(configuration => configuration.Variable("VENUELESS_METRICS", "False"));
        await using var client = await server.ConnectAsync();

        using var response = await server.Http.GetAsync("/metrics");

        Assert.DoesNotContain("venueless_handshakes_total", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
