using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using static Venueless.Fast.Core.Tests.Sessions.SessionHarness;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>Life cycle and connection limit: connection.md sections 2, 5, 8, 10.</summary>
public sealed class SessionLifeTests
{
    private readonly SessionHarness _harness = new();

    [Fact]
    public async Task OnOpen_KnownWorld_SendsNothing()
    {
        var (session, connection) = await _harness.OpenAsync();

        Assert.Empty(connection.Take());
        Assert.Equal(SessionState.Unauthenticated, session.State);
    }

    [Fact]
    public async Task OnOpen_UnknownWorld_SaysSoAndCloses()
    {
        var (session, connection) = await _harness.OpenAsync("missing");

        Assert.Equal(["""["error",{"code":"world.unknown_world"}]"""], connection.Take());
        Assert.Equal(CloseReason.Normal, connection.Closed);
        Assert.Equal(SessionState.Stopped, session.State);
    }

    [Fact]
    public async Task OnOpen_StoreAway_ClosesWithoutMessage()
    {
        _harness.Worlds.IsAway = true;

        var (_, connection) = await _harness.OpenAsync();

        Assert.Empty(connection.Take());
        Assert.Equal(CloseReason.Normal, connection.Closed);
    }

    [Fact]
    public async Task Authenticate_StoreAway_ClosesWithoutMessage()
    {
        var (session, connection) = await _harness.OpenAsync();

        await SendAsync(session, """["authenticate",{"client_id":"away"}]""");

        Assert.Empty(connection.Take());
        Assert.Equal(CloseReason.Normal, connection.Closed);
    }

    [Fact]
    public async Task Authenticate_AfterFailure_MayBeTriedAgain()
    {
        var (session, connection) = await _harness.OpenAsync();

        await SendAsync(session, """["authenticate",{"client_id":"refuse"}]""");
        await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        Assert.Equal(["""["error",{"code":"auth.missing_token"}]""", """["authenticated",{}]"""], connection.Take());
        Assert.True(connection.AllowsLargeMessages);
    }

    [Fact]
    public async Task Login_PushMeanwhile_FollowsAuthenticated()
    {
        var (session, connection) = await _harness.OpenAsync();
        _harness.Authenticator.BeforeAuthenticated = () =>
        {
            using var push = new SingleFormBroadcast(SharedFrame.CreateText("[\"push\",{}]"u8));
            Assert.Equal(1, _harness.Services.Topics.Deliver(TopicKey.World(new Core.Domain.WorldId("test")), push));
            Assert.Empty(connection.Take());
        };

        await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        Assert.Equal(["""["authenticated",{}]""", """["push",{}]"""], connection.Take());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Login_BeyondTheLimit_ReplacesTheOldest(int limit, int replaced)
    {
        _harness.Authenticator.Limit = limit;
        var connections = new List<RecordingConnection>();
        for (var count = 0; count < 3; count++)
        {
            var (session, connection) = await _harness.OpenAsync();
            await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");
            connections.Add(connection);
        }

        for (var index = 0; index < 3; index++)
        {
            var expected = index < replaced
                ? new[] { """["authenticated",{}]""", """["error",{"code":"connection.replaced","message":"Connection replaced"}]""" }
                : ["""["authenticated",{}]"""];
            Assert.Equal(expected, connections[index].Take());
            Assert.Null(connections[index].Closed);
        }

        _harness.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(replaced, connections.Count(connection => connection.Closed == CloseReason.Normal));
        Assert.Null(connections[2].Closed);
    }

    [Fact]
    public async Task Login_ManyAtOnceUnderLimitOne_ExactlyOneSurvives()
    {
        for (var round = 0; round < 50; round++)
        {
            var harness = new SessionHarness();
            harness.Authenticator.Limit = 1;
            harness.Users.Rows[new(Guid.Parse(UserA))] = ScriptedUserStore.Row(new(Guid.Parse(UserA)));
            var sessions = new List<(Session Session, RecordingConnection Connection)>();
            for (var count = 0; count < 8; count++)
            {
                sessions.Add(await harness.OpenAsync());
            }

            await Parallel.ForEachAsync(sessions, async (opened, _) =>
                await SendAsync(opened.Session, $$"""["authenticate",{"client_id":"{{UserA}}"}]"""));

            Assert.Single(sessions, opened => opened.Session.State != SessionState.Stopped);
        }
    }

    [Fact]
    public async Task Reload_StopsCommandsAtOnceAndClosesAfterTwoSeconds()
    {
        var (session, connection) = await _harness.LogInAsync();

        session.Reload();
        await SendAsync(session, """["user.empty",1,{}]""");
        Assert.Equal(["""["connection.reload",{}]"""], connection.Take());
        Assert.Empty(_harness.Commands.Executed);

        _harness.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Null(connection.Closed);
        _harness.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(CloseReason.Normal, connection.Closed);
    }

    [Fact]
    public async Task Sweep_SilentBeforeLogin_ClosesAfterTwoMinutes()
    {
        var (session, connection) = await _harness.OpenAsync();
        _harness.Time.Advance(TimeSpan.FromSeconds(119));
        await SendAsync(session, """["ping",1]""");

        _harness.Time.Advance(TimeSpan.FromSeconds(119));
        _harness.Services.Sessions.Sweep();
        Assert.Null(connection.Closed);

        _harness.Time.Advance(TimeSpan.FromSeconds(2));
        _harness.Services.Sessions.Sweep();
        Assert.Equal(CloseReason.Normal, connection.Closed);
    }

    [Fact]
    public async Task Sweep_BeyondTheDrawnLifetime_ClosesWhenIdle()
    {
        var (session, connection) = await _harness.LogInAsync();
        _harness.Time.Advance(TimeSpan.FromHours(21.5));
        _harness.Services.Sessions.Sweep();
        Assert.Null(connection.Closed);

        var waiting = SendAsync(session, """["user.wait",1,{}]""");
        _harness.Time.Advance(TimeSpan.FromHours(2.6));
        _harness.Services.Sessions.Sweep();
        Assert.Null(connection.Closed);

        _harness.Commands.Gate.SetResult();
        await waiting;
        _harness.Services.Sessions.Sweep();
        Assert.Equal(CloseReason.Normal, connection.Closed);
        Assert.Equal(["""["success",1,"waited"]"""], connection.Take());
    }

    [Fact]
    public async Task OnClosed_OneStepFails_TheOthersRunInOrderAndTheSessionIsGone()
    {
        var ran = new List<string>();
        _harness.CleanUps.Add(new Step("first", ran, fails: false));
        _harness.CleanUps.Add(new Step("second", ran, fails: true));
        _harness.CleanUps.Add(new Step("third", ran, fails: false));
        var (session, _) = await _harness.LogInAsync();
        var user = session.UserState!.Id;

        await session.OnClosedAsync(new ConnectionClosed(CloseReason.Disconnected, null));

        Assert.Equal(["first", "second", "third"], ran);
        Assert.Null(_harness.Services.Users.Find(user));
        Assert.Equal(0, _harness.Services.Sessions.Count);
        Assert.Equal(0, _harness.Services.Topics.CountSubscribers(TopicKey.World(new Core.Domain.WorldId("test"))));
        Assert.Equal(0, _harness.Services.Topics.CountSubscribers(TopicKey.Version("unknown.unknown")));
    }

    private sealed class Step(string name, List<string> ran, bool fails) : ISessionCleanUp
    {
        public string Name => name;

        public ValueTask CleanUpAsync(Session session, ConnectionClosed closed)
        {
            ran.Add(name);
            return fails ? throw new InvalidOperationException("broken") : ValueTask.CompletedTask;
        }
    }
}
