using System.Buffers;
using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;
using static Venueless.Fast.Core.Tests.Sessions.SessionHarness;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>The order of checks of connection.md section 4.</summary>
public sealed class SessionDispatchTests
{
    private readonly SessionHarness _harness = new();

    [Theory]
    [InlineData("""["ping",1]""", """["pong",1]""")]
    [InlineData("""["ping",{"a":[1.50,"é"]}]""", """["pong",{"a":[1.50,"é"]}]""")]
    [InlineData("""["ping",1,2]""", """["pong",1]""")]
    [InlineData("""["chat.join",124,{}]""", """["error",124,{"code":"protocol.unauthenticated"}]""")]
    [InlineData("""["chat.join",{}]""", """["error",{"code":"protocol.unauthenticated"}]""")]
    [InlineData("""["foo"]""", """["error",{"code":"protocol.unauthenticated"}]""")]
    [InlineData("""["authenticate",5,{"client_id":"refuse"}]""", """["error",5,{"code":"auth.missing_token"}]""")]
    [InlineData("""["authenticate",{"client_id":"refuse"}]""", """["error",{"code":"auth.missing_token"}]""")]
    public async Task OnMessage_BeforeLogin_AnswersAsSpecified(string message, string expected)
    {
        var (session, connection) = await _harness.OpenAsync();

        await SendAsync(session, message);

        Assert.Equal([expected], connection.Take());
        Assert.Null(connection.Closed);
    }

    [Theory]
    [InlineData("""["foo.bar",1,2]""", """["error",1,{"code":"protocol.unknown_command"}]""")]
    [InlineData("""["foo.bar",1]""", """["error",{"code":"protocol.unknown_command"}]""")]
    [InlineData("""["authenticate",5,{"client_id":"x"}]""", """["error",5,{"code":"protocol.unknown_command"}]""")]
    [InlineData("""["user.foobar",123,{}]""", """["error",123,{"code":"user.unsupported_command"}]""")]
    [InlineData("""["user",1,{}]""", """["error",1,{"code":"user.unsupported_command"}]""")]
    [InlineData("""["user.",1,{}]""", """["error",1,{"code":"user.unsupported_command"}]""")]
    [InlineData("""["User.echo",1,{}]""", """["error",1,{"code":"protocol.unknown_command"}]""")]
    [InlineData("""["",1,{}]""", """["error",1,{"code":"protocol.unknown_command"}]""")]
    [InlineData("""["chat.foobar",1,{}]""", """["error",1,{"code":"chat.unsupported_command"}]""")]
    [InlineData("""["chat.foobar",1,null]""", """["error",1,{"code":"protocol.invalid_body","message":"body: expected an object"}]""")]
    [InlineData("""["user.echo",7,{"a":1}]""", """["success",7,{"a":1}]""")]
    [InlineData("""["user.empty","abc",null]""", """["success","abc",{}]""")]
    [InlineData("""["user.empty",null,null]""", """["success",null,{}]""")]
    [InlineData("""["user.empty",9007199254740993,null]""", """["success",9007199254740993,{}]""")]
    [InlineData("""["user.empty",1.50,null]""", """["success",1.50,{}]""")]
    [InlineData("""["user.empty",{"a":1},null]""", """["success",{"a":1},{}]""")]
    public async Task OnMessage_AfterLogin_AnswersAsSpecified(string message, string expected)
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, message);

        Assert.Equal([expected], connection.Take());
        Assert.Null(connection.Closed);
    }

    [Theory]
    [InlineData("announcement")]
    [InlineData("bbb")]
    [InlineData("chat")]
    [InlineData("digitalsamba")]
    [InlineData("exhibition")]
    [InlineData("januscall")]
    [InlineData("poll")]
    [InlineData("poster")]
    [InlineData("question")]
    [InlineData("room")]
    [InlineData("roulette")]
    [InlineData("user")]
    [InlineData("world")]
    [InlineData("zoom")]
    public async Task OnMessage_UnknownActionOfEachNamespace_IsUnsupported(string name)
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, $$"""["{{name}}.foobar",123,{}]""");

        Assert.Equal([$$"""["error",123,{"code":"{{name}}.unsupported_command"}]"""], connection.Take());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1,2,3]")]
    [InlineData("""["ping"]""")]
    [InlineData("")]
    [InlineData("""["user.echo",{"id":"x"}]""")]
    [InlineData("""["user.echo"]""")]
    [InlineData("""["user.echo",1,2,3]""")]
    public async Task OnMessage_Malformed_IsInvalidBodyAndTheConnectionStays(string message)
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, message);
        await SendAsync(session, """["ping",1]""");

        var received = connection.Take();
        Assert.Equal(2, received.Length);
        Assert.StartsWith(
            message == "[1,2,3]" ? """["error",2,{"code":"protocol.invalid_body","message":""" : """["error",{"code":"protocol.invalid_body","message":""",
            received[0],
            StringComparison.Ordinal);
        Assert.Equal("""["pong",1]""", received[1]);
        Assert.Null(connection.Closed);
        Assert.Empty(_harness.Log.Entries);
    }

    [Fact]
    public async Task OnMessage_StoppedAfterTheFirstLook_DoesNotLogInASecondTime()
    {
        var (session, _) = await _harness.LogInAsync();
        _harness.Time.OnTimestamp = () => session.Drop(CloseReason.Normal);

        await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        _harness.Time.OnTimestamp = null;
        Assert.Same(session, Assert.Single(session.UserState!.Sessions));
        await session.OnClosedAsync(new ConnectionClosed(CloseReason.Normal, null));
        Assert.Equal(0, _harness.Services.Topics.CountSubscribers(TopicKey.World(new WorldId("test"))));
    }

    [Fact]
    public async Task OnMessage_PushFails_EveryBroadcastIsDisposedOnce()
    {
        var (session, connection) = await _harness.LogInAsync();
        var sent = new CountingBroadcast();
        var failing = new CountingBroadcast { Fails = true };
        _harness.Commands.Pushes.AddRange([sent, failing]);

        await SendAsync(session, """["user.push",1,{}]""");

        Assert.Equal((1, 1), (sent.Disposals, failing.Disposals));
        Assert.Equal(
            ["""["success",1,{}]""", """["error",{"code":"server.fatal","message":"Fatal Server Error"}]"""], connection.Take());
    }

    [Fact]
    public async Task OnMessage_Binary_IsInvalidBody()
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, """["ping",1]""", MessageType.Binary);

        Assert.StartsWith("""["error",{"code":"protocol.invalid_body","message":""", Assert.Single(connection.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnMessage_SplitIntoSegmentsAtEveryByte_GivesTheSameAnswer()
    {
        var (session, connection) = await _harness.LogInAsync();
        var message = Encoding.UTF8.GetBytes("""["user.echo",12,{"text":"é 👍","n":[1,2]}]""");

        for (var cut = 1; cut < message.Length; cut++)
        {
            await session.OnMessageAsync(SplitAt(message, cut), MessageType.Text);
            Assert.Equal(["""["success",12,{"text":"é 👍","n":[1,2]}]"""], connection.Take());
        }
    }

    [Fact]
    public async Task OnMessage_StoreAway_IsUnavailableWithIdAndTheConnectionStays()
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, """["user.unavailable",3,{}]""");
        await SendAsync(session, """["user.empty",4,{}]""");

        var received = connection.Take();
        Assert.StartsWith("""["error",3,{"code":"server.unavailable","message":""", received[0], StringComparison.Ordinal);
        Assert.Equal("""["success",4,{}]""", received[1]);
    }

    [Fact]
    public async Task OnMessage_Defect_IsFatalWithoutIdAndClosesLater()
    {
        var (session, connection) = await _harness.LogInAsync();

        await SendAsync(session, """["user.fail",3,{}]""");
        await SendAsync(session, """["user.empty",4,{}]""");

        Assert.Equal(["""["error",{"code":"server.fatal","message":"Fatal Server Error"}]"""], connection.Take());
        Assert.Null(connection.Closed);
        _harness.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(CloseReason.Normal, connection.Closed);
        Assert.DoesNotContain("user.empty", _harness.Commands.Executed);
    }

    [Fact]
    public async Task TryHandleWhileBusy_OnlyPingsAreAnswered()
    {
        var (session, connection) = await _harness.LogInAsync();
        var waiting = SendAsync(session, """["user.wait",1,{}]""");

        Assert.False(session.TryHandleWhileBusy(Sequence("""["user.empty",2,{"ping":"ping"}]"""), MessageType.Text));
        Assert.False(session.TryHandleWhileBusy(Sequence("""["ping"]"""), MessageType.Text));
        Assert.True(session.TryHandleWhileBusy(Sequence("""["ping",5]"""), MessageType.Text));
        Assert.Equal(["""["pong",5]"""], connection.Take());

        _harness.Commands.Gate.SetResult();
        await waiting;
        Assert.Equal(["""["success",1,"waited"]"""], connection.Take());
    }

    [Fact]
    public async Task OnMessage_PushOfTheSameCommand_FollowsItsReply()
    {
        var (session, connection) = await _harness.LogInAsync();
        var (_, other) = await _harness.LogInAsync("22222222-2222-4222-8222-222222222222");

        await SendAsync(session, """["user.push",1,{}]""");

        Assert.Equal(["""["success",1,{}]""", """["pushed",{}]"""], connection.Take());
        Assert.Equal(["""["pushed",{}]"""], other.Take());
    }

    [Fact]
    public async Task OnMessage_UserRowChangedInTheStore_IsUsedAfterTheAllowedAge()
    {
        var (session, _) = await _harness.LogInAsync();
        Change();

        _harness.Time.Advance(TimeSpan.FromSeconds(29));
        await SendAsync(session, """["user.empty",1,{}]""");
        Assert.Empty(session.UserState!.Current.Traits);

        _harness.Time.Advance(TimeSpan.FromSeconds(2));
        await SendAsync(session, """["user.empty",2,{}]""");
        Assert.Equal(["changed"], session.UserState!.Current.Traits);
    }

    [Fact]
    public async Task OnMessage_CacheMaxAgeZero_TheNextCommandSeesTheChange()
    {
        var harness = new SessionHarness(new FreshnessOptions { CacheMaxAge = TimeSpan.Zero });
        var (session, connection) = await harness.LogInAsync();
        harness.Users.Rows[session.UserState!.Id] = ScriptedUserStore.Row(session.UserState.Id, "changed");
        harness.Users.Stamp = 2;
        harness.Worlds.Worlds["test"] = ScriptedWorldStore.World("test", stamp: 2, title: "Changed");

        await SendAsync(session, """["user.empty",1,{}]""");

        Assert.Equal(["""["success",1,{}]"""], connection.Take());
        Assert.Equal(["changed"], session.UserState!.Current.Traits);
        Assert.Equal("Changed", session.WorldState!.Current.Row.Title);
    }

    private static ReadOnlySequence<byte> Sequence(string message) => new(Encoding.UTF8.GetBytes(message));

    private static ReadOnlySequence<byte> SplitAt(byte[] message, int cut)
    {
        var first = new Segment(message.AsMemory(0, cut), null);
        var last = new Segment(message.AsMemory(cut), first);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private void Change()
    {
        var id = Domain(SessionHarness.UserA);
        _harness.Users.Rows[id] = ScriptedUserStore.Row(id, "changed");
        _harness.Users.Stamp = 2;
    }

    private static Core.Domain.UserId Domain(string id) => new(Guid.Parse(id));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            if (before is not null)
            {
                before.Next = this;
            }
        }
    }

    private sealed class CountingBroadcast : Broadcast
    {
        public bool Fails { get; init; }

        public int Disposals { get; private set; }

        public override BroadcastKind Kind => BroadcastKind.SingleForm;

        public override SharedFrame? FrameFor(Session receiver) => Fails ? throw new InvalidOperationException("a defect") : null;

        public override void Encode(NodeMessageWriter to) => throw new NotSupportedException();

        protected override void Release() => Disposals++;
    }
}
