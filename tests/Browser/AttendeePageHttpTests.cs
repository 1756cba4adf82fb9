using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Venueless.Fast.Browser.Tests;

/// <summary>What the page's addresses answer, without a browser.</summary>
public sealed partial class AttendeePageHttpTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();
    private readonly HttpClient _client = new();

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/rooms/0b1f0000-0000-4000-8000-000000000001")]
    public async Task Page_OfAWorld_CarriesTitleSocketAndStrictPolicy(string path)
    {
        _server.Worlds.Title = "\"Ünï\" <Con> {{assets}}";
        using var response = await _client.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Contains("<title>\"Ünï\" <Con> {{assets}}</title>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("<Con>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"venueless-socket\" content=\"/ws/world/lighthouse/\"", html, StringComparison.Ordinal);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineCode(), html);
    }

    [Fact]
    public async Task Page_AskedAgain_IsNotModifiedUntilTheTitleChanges()
    {
        using var first = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotModified, await StatusWithTagAsync("/", first.Headers.ETag!));

        _server.Worlds.Title = "Renamed";

        Assert.Equal(HttpStatusCode.OK, await StatusWithTagAsync("/", first.Headers.ETag!));
    }

    [Fact]
    public async Task Page_OfUnknownHost_IsNotFoundButFriendly()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("world.unknown_world", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_OfThePage_AreKeptForEverAndTyped()
    {
        var html = await _client.GetStringAsync("/");
        var addresses = AssetAddress().Matches(html).Select(match => match.Value).ToArray();
        Assert.Equal(3, addresses.Length);
        foreach (var address in addresses)
        {
            using var response = await _client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("utf-8", response.Content.Headers.ContentType!.CharSet);
            Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl!.ToString());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(HttpStatusCode.NotModified, await StatusWithTagAsync(address, response.Headers.ETag!));
        }
    }

    [Fact]
    public async Task Assets_OfAnotherRelease_AreServedButNotKept()
    {
        using var response = await _client.GetAsync("/attendee/000000000000/main.js");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/attendee/0/missing.js")]
    [InlineData("/attendee/0/index.html")]
    [InlineData("/attendee/0/..%2fmain.js")]
    public async Task Assets_ThatAreNone_AreNotFound(string path)
    {
        using var response = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<HttpStatusCode> StatusWithTagAsync(string path, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    [GeneratedRegex("/attendee/[0-9a-f]{12}/[a-z.]+")]
    private static partial Regex AssetAddress();

    /// <summary>What the policy would block: script text, style text, style and handler attributes.</summary>
    [GeneratedRegex("<script[^>]*>[^<]|<style|\\sstyle=|\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();
}
