using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>world.md section 11, scenarios 25 to 27, as far as there are reports: who may ask, and that nobody waits in vain.</summary>
public sealed class WorldReportScenarioTests : IAsyncLifetime
{
    private static readonly string[] ForAnalysts = ["roomviews", "sessionviews", "views", "summary", "attendee_list", "attendee_session_list"];
    private static readonly string[] ForAdministrators = ["chat_history", "question_history", "poll_history"];

    private WorldAdminServer _world = null!;

    public async Task InitializeAsync() => _world = await WorldAdminServer.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[5]")]
    public async Task Scenario25_WithoutPermission_IsDeniedWhateverTheBody(string body)
    {
        await using var attendee = await _world.LogInAsync("attendee");
        await using var analyst = await _world.LogInAsync("analyst");
        foreach (var report in ForAnalysts.Concat(ForAdministrators))
        {
            await ExpectDeniedAsync(attendee, $"world.report.generate.{report}", body);
        }

        await ExpectDeniedAsync(attendee, "world.report.status", body);
        foreach (var report in ForAdministrators)
        {
            await ExpectDeniedAsync(analyst, $"world.report.generate.{report}", body);
        }
    }

    [Fact]
    public async Task Scenario25And26_WithPermission_HasAnIdWhoseJobFailsAndTheSocketStaysOpen()
    {
        await using var admin = await _world.LogInAdminAsync();
        await using var analyst = await _world.LogInAsync("analyst");
        var ids = new HashSet<string>();
        foreach (var report in ForAnalysts)
        {
            ids.Add((string)(await analyst.CallAsync($"world.report.generate.{report}", JsonNode.Parse("""{"begin": "nonsense"}""")))["resultid"]!);
        }

        foreach (var report in ForAdministrators)
        {
            ids.Add((string)(await admin.CallAsync($"world.report.generate.{report}", null))["resultid"]!);
        }

        Assert.Equal(9, ids.Count);
        foreach (var id in ids)
        {
            var error = await analyst.CallForErrorAsync("world.report.status", new JsonObject { ["resultid"] = id.ToUpperInvariant() });
            Assert.Equal(("report.failed", "This server cannot make reports yet."), ((string?)error["code"], (string?)error["message"]));
        }

        await analyst.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("\"5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7a11\"")]
    [InlineData("\"\"")]
    [InlineData("\"nonsense\"")]
    public async Task Scenario26_UnknownId_IsNotReady(string id)
    {
        await using var analyst = await _world.LogInAsync("analyst");

        Assert.Equal("""{"ready":false}""", (await analyst.CallAsync("world.report.status", JsonNode.Parse($$"""{"resultid": {{id}}}"""))).ToJsonString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"resultid": null}""")]
    [InlineData("""{"resultid": 5}""")]
    public async Task StatusOfABadBody_IsInvalidBody(string body)
    {
        await using var analyst = await _world.LogInAsync("analyst");

        Assert.Equal("protocol.invalid_body", (string?)(await analyst.CallForErrorAsync("world.report.status", JsonNode.Parse(body)))["code"]);
    }

    [Fact]
    public async Task Scenario27_IdOfAnotherWorld_IsNotReady()
    {
        await using var here = await _world.LogInAsync("analyst");
        await using var there = await _world.LogInAsync("analyst", await _world.ImportAsync());
        var id = (await here.CallAsync("world.report.generate.views", new JsonObject()))["resultid"]!.DeepClone();

        Assert.False((bool)(await there.CallAsync("world.report.status", new JsonObject { ["resultid"] = id.DeepClone() }))["ready"]!);
        Assert.Equal("report.failed", (string?)(await here.CallForErrorAsync("world.report.status", new JsonObject { ["resultid"] = id }))["code"]);
    }

    [Fact]
    public async Task ResultOfYesterday_IsForgotten()
    {
        await using var analyst = await _world.LogInAsync("analyst");
        var id = (await analyst.CallAsync("world.report.generate.views", new JsonObject()))["resultid"]!;

        _world.Server.Time.Advance(TimeSpan.FromHours(20));
        await using var later = await _world.LogInAsync("analyst");
        Assert.Equal("report.failed", (string?)(await later.CallForErrorAsync("world.report.status", new JsonObject { ["resultid"] = id.DeepClone() }))["code"]);
        _world.Server.Time.Advance(TimeSpan.FromHours(5));
        await using var last = await _world.LogInAsync("analyst");
        Assert.False((bool)(await last.CallAsync("world.report.status", new JsonObject { ["resultid"] = id.DeepClone() }))["ready"]!);
    }

    private static async Task ExpectDeniedAsync(VenuelessClient client, string command, string body)
    {
        await client.SendAsync($"""["{command}", 3, {body}]""");
        await client.ExpectAsync("""["error", 3, {"code": "auth.denied", "message": "Permission denied."}]""");
    }
}
