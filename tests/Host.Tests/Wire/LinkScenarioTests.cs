using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>auth-and-users.md section 16, scenarios 26 and 27: push subscriptions and accounts elsewhere.</summary>
public sealed class LinkScenarioTests : IAsyncLifetime
{
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0caa01";
    private const string OtherGuest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0caa02";

    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario26_Subscription_BelongsToWhoSentItLast()
    {
        await using var client = await LogInAsync(Guest);
        await using var other = await LogInAsync(OtherGuest);
        var subscription = JsonNode.Parse("""
            {"endpoint": "https://push.example.org/abc", "expirationTime": null, "keys": {"p256dh": "x", "auth": "y"}, "subscriptionId": "1", "invalid": false}
            """)!;
        var body = new JsonObject { ["subscription"] = subscription };

        JsonAssert.Equal("{}", await client.CallAsync("user.web_push.subscribe", body));
        await client.CallAsync("user.web_push.subscribe", body);
        Assert.Equal(WireServer.UserIdOf(client).ToString(), await _server.ReadSqlAsync("SELECT user_id FROM core_webpushclient"));

        subscription["expirationTime"] = 12.5;
        await other.CallAsync("user.web_push.subscribe", body);
        Assert.Equal("1", await _server.ReadSqlAsync("SELECT count(*) FROM core_webpushclient"));
        Assert.Equal(WireServer.UserIdOf(other).ToString(), await _server.ReadSqlAsync("SELECT user_id FROM core_webpushclient"));
        JsonAssert.Equal(subscription.ToJsonString(), await _server.ReadJsonAsync("SELECT subscription FROM core_webpushclient"));
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"subscription": null}""")]
    [InlineData("""{"subscription": "x"}""")]
    [InlineData("""{"subscription": {}}""")]
    [InlineData("""{"subscription": {"endpoint": 5}}""")]
    [InlineData("""{"subscription": {"endpoint": "push.example.org"}}""")]
    [InlineData("""{"subscription": {"endpoint": "javascript:alert(1)"}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://"}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/a b"}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/", "other": 1}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/", "expirationTime": "x"}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/", "keys": []}}""")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/", "keys": {"other": "x"}}}""")]
    [InlineData("LONG")]
    public async Task Scenario26_SubscriptionThatIsNone_IsOneInvalidInputAndNoRow(string body)
    {
        await using var client = await LogInAsync(Guest);
        var sent = body == "LONG" ? $$$"""{"subscription": {"endpoint": "https://push.example.org/{{{new string('x', 180)}}}"} }""" : body;

        await client.SendAsync($"""["user.web_push.subscribe", 4, {sent}]""");

        await client.ExpectAsync("""["error",4,{"code":"invalid_input"}]""");
        await client.ExpectNothingAsync();
        Assert.Equal("0", await _server.ReadSqlAsync("SELECT count(*) FROM core_webpushclient"));
    }

    [Theory]
    [InlineData("null", "protocol.invalid_body")]
    [InlineData("[]", "protocol.invalid_body")]
    [InlineData("""{"subscription": {"endpoint": "https://push.example.org/\u0000"}}""", "protocol.invalid_body")]
    public async Task Subscribe_BadBody_IsRefused(string body, string code)
    {
        await using var client = await LogInAsync(Guest);

        Assert.Equal(code, (string?)(await client.CallForErrorAsync("user.web_push.subscribe", JsonNode.Parse(body)))["code"]);
    }

    [Theory]
    [InlineData("""{"network": "twitter"}""", "user.social.return_url_required")]
    [InlineData("""{"network": "foo", "return_url": ""}""", "user.social.return_url_required")]
    [InlineData("""{"network": "foo", "return_url": null}""", "user.social.return_url_required")]
    [InlineData("""{"network": "foo", "return_url": "https://conf.example.org/"}""", "user.social.unknown")]
    [InlineData("""{"network": 5, "return_url": "https://conf.example.org/"}""", "user.social.unknown")]
    [InlineData("""{"return_url": "https://conf.example.org/"}""", "user.social.unknown")]
    [InlineData("""{"network": "twitter", "return_url": 5}""", "protocol.invalid_body")]
    [InlineData("[]", "protocol.invalid_body")]
    public async Task Scenario27_BadConnect_IsRefused(string body, string code)
    {
        await using var client = await LogInAsync(Guest);

        Assert.Equal(code, (string?)(await client.CallForErrorAsync("user.social.connect", JsonNode.Parse(body)))["code"]);
    }

    [Theory]
    [InlineData("twitter")]
    [InlineData("linkedin")]
    public async Task Scenario27_Connect_GivesALinkThatCarriesItsRequestFor600Seconds(string network)
    {
        await using var client = await LogInAsync(Guest);
        var reply = await client.CallAsync("user.social.connect", new JsonObject { ["network"] = network, ["return_url"] = "https://conf.example.org/?a=ü" });

        var url = (string)Assert.Single(reply.AsObject()).Value!;
        var prefix = $"http://localhost/social/{network}/start?token=";
        Assert.StartsWith(prefix, url, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_.-]+$", url[prefix.Length..]);

        // Signed with what the installation keeps: also after a restart, and on every node.
        await _server.RestartAsync();
        var links = _server.Server.Services.GetRequiredService<SocialLinks>();
        _server.Time.Advance(TimeSpan.FromSeconds(598));
        Assert.True(links.TryRead(url[prefix.Length..], out var ticket));
        Assert.Equal(new SocialTicket(network, "https://conf.example.org/?a=ü", new WorldId(WireServer.World), WireServer.UserIdOf(client)), ticket);
        _server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(links.TryRead(url[prefix.Length..], out _));
    }

    private Task<VenuelessClient> LogInAsync(string guest) => VenuelessClient.LogInAsync(_server.Port, WireServer.World, guest);
}
