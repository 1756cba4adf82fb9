using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Tests.Auth;

namespace Venueless.Fast.Modules.Tests.Users;

/// <summary><c>user.update</c>: auth-and-users.md section 4, scenarios 22 to 25.</summary>
public sealed class UpdateTests
{
    private readonly TestNode _node = new();

    [Fact]
    public async Task Update_FromOneOfThreeTabs_TellsTheOthers_Scenario22()
    {
        var tabs = new[] { await LogInAsync(), await LogInAsync(), await LogInAsync() };

        await tabs[0].SendAsync(
            """["user.update", 9, {"profile": {"display_name": "Ada"}, "client_state": {"schedule": {"favs": ["AB12"]}}, "pretalx_id": "X"}]""");

        JsonAssert.Equal("""["success", 9, {}]""", Assert.Single(tabs[0].Connection.TakeAll()));
        var id = _node.Users.Users.Single().Id;
        var expected =
            $$"""
            {"id": "{{id}}", "profile": {"display_name": "Ada"}, "pretalx_id": null, "deleted": false, "badges": [], "inactive": false,
             "client_state": {"schedule": {"favs": ["AB12"]} } }
            """;
        JsonAssert.Equal($"""["user.updated", {expected}]""", Assert.Single(tabs[1].Connection.TakeAll()));
        JsonAssert.Equal($"""["user.updated", {expected}]""", Assert.Single(tabs[2].Connection.TakeAll()));
        var again = await (await _node.ConnectAsync()).AskAsync("""["authenticate", {"client_id": "x"}]""");
        JsonAssert.Equal(expected, again[1]!["user.config"]);
    }

    [Fact]
    public async Task Update_ChangedProfile_WritesOneAuditRow()
    {
        var tab = await LogInAsync();
        await tab.AskAsync("""["user.update", 1, {"profile": {"display_name": "Ada", "fields": {}}}]""");

        await tab.AskAsync("""["user.update", 2, {"profile": {"greeted": true}, "client_state": 5}]""");

        var user = _node.Users.Users.Single();
        JsonAssert.Equal(
            $$"""{"object": "{{user.Id}}", "old": {"display_name": "Ada", "fields": {} }, "new": {"greeted": true}, "is_admin": false}""",
            _node.Users.Audit[1].Data);
        Assert.Equal("auth.user.profile.changed", _node.Users.Audit[1].Type);
        Assert.Equal(2, _node.Users.Audit.Count);
        Assert.Equal("5", user.ClientState.ToString());
    }

    [Theory]
    [InlineData("""{"profile": {}}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"client_state": {}}""")]
    public async Task Update_NothingChanged_IsStillTold_Scenario23(string body)
    {
        var tabs = new[] { await LogInAsync(), await LogInAsync() };
        var version = _node.Users.Users.Single().Version;

        JsonAssert.Equal("""["success", 1, {}]""", await tabs[0].AskAsync($"""["user.update", 1, {body}]"""));

        Assert.Equal("user.updated", (string?)tabs[1].Connection.Take()[0]);
        Assert.Empty(_node.Users.Audit);
        Assert.Equal(version, _node.Users.Users.Single().Version);
    }

    [Theory]
    [InlineData("""{"profile": null}""")]
    [InlineData("""{"profile": "x"}""")]
    [InlineData("""{"profile": []}""")]
    [InlineData("""{"profile": {}, "client_state": null}""")]
    [InlineData("""{"profile": {"display_name": "a\u0000"}}""")]
    [InlineData("""{"profile": {"a\u0000": 1}}""")]
    [InlineData("""{"profile": {"display_name": "\ud800"}}""")]
    [InlineData("""{"client_state": ["\u0000"]}""")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task Update_BadInput_ChangesNothing_Scenario24(string body)
    {
        var tabs = new[] { await LogInAsync(), await LogInAsync() };

        var answer = await tabs[0].AskAsync($"""["user.update", 7, {body}]""");

        Assert.Equal("error", (string?)answer[0]);
        Assert.Equal(7, (int?)answer[1]);
        Assert.Equal("protocol.invalid_body", (string?)answer[2]!["code"]);
        Assert.Empty(tabs[1].Connection.TakeAll());
        Assert.Equal("{}", _node.Users.Users.Single().Profile.ToString());
    }

    [Fact]
    public async Task Update_EscapedBackslashBeforeU0000_IsPlainText()
    {
        var tab = await LogInAsync();

        JsonAssert.Equal("""["success", 1, {}]""", await tab.AskAsync("""["user.update", 1, {"profile": {"a": "\\u0000"}}]"""));
    }

    [Fact]
    public async Task Update_RunsItsStepsAfterReplyAndPush_Scenario25()
    {
        var tab = await LogInAsync();
        var other = await LogInAsync();
        var seen = new List<(string? Name, int Replies, int Pushes)>();
        _node.ProfileSteps.Add(new Step(_ => throw new InvalidOperationException("broken")));
        _node.ProfileSteps.Add(new Step(session => seen.Add(
            (session.UserState!.Current.DisplayName, tab.Connection.Messages.Count, other.Connection.Messages.Count))));

        await tab.SendAsync("""["user.update", 1, {"profile": {"display_name": "Ada"}}]""");

        Assert.Equal([("Ada", 2, 2)], seen);
        JsonAssert.Equal("""["success", 1, {}]""", Assert.Single(tab.Connection.TakeAll()));
    }

    [Fact]
    public async Task Update_OfASilencedUser_WorksAndOfABannedOneDoesNot()
    {
        var tab = await LogInAsync();
        SetState(ModerationStates.Silenced);
        JsonAssert.Equal("""["success", 1, {}]""", await tab.AskAsync("""["user.update", 1, {"profile": {"a": 1}}]"""));

        SetState(ModerationStates.Banned);
        JsonAssert.Equal(
            """["error", 2, {"code": "auth.denied", "message": "Permission denied."}]""", await tab.AskAsync("""["user.update", 2, {"profile": 5}]"""));

        void SetState(string state)
        {
            var user = _node.Users.Users.Single();
            _node.Users.Put(user with { ModerationState = state, Version = user.Version + 1 });
            _node.Time.Advance(TimeSpan.FromSeconds(31));
        }
    }

    [Fact]
    public async Task Update_WhenTheStoreIsAway_CanBeRepeated()
    {
        var tab = await LogInAsync();
        _node.Users.Faults.IsAway = true;
        var refused = await tab.AskAsync("""["user.update", 1, {"profile": {"a": 1}}]""");
        _node.Users.Faults.IsAway = false;

        Assert.Equal("server.unavailable", (string?)refused[2]!["code"]);
        JsonAssert.Equal("""["success", 2, {}]""", await tab.AskAsync("""["user.update", 2, {"profile": {"a": 1}}]"""));
    }

    private Task<TestClient> LogInAsync() => _node.LogInAsync("""{"client_id": "x"}""");

    private sealed class Step(Action<Session> action) : IProfileStep
    {
        private readonly Action<Session> _action = action;

        public string Name => "test";

        public ValueTask RunAsync(Session session)
        {
            _action(session);
            return ValueTask.CompletedTask;
        }
    }
}
