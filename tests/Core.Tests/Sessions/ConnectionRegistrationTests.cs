using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using static Venueless.Fast.Core.Tests.Sessions.SessionHarness;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>When a session tells the registry what: connection.md sections 7, 8 and 10.</summary>
public sealed class ConnectionRegistrationTests
{
    private const string Replaced = """["error",{"code":"connection.replaced","message":"Connection replaced"}]""";

    private readonly SessionHarness _harness = new();

    private List<string> Calls => _harness.Connections.Calls;

    [Fact]
    public async Task OnOpen_UnknownWorld_CountsUntilItIsClosed()
    {
        var (session, _) = await _harness.OpenAsync("elsewhere");
        Assert.Equal(["connect"], Calls);

        await session.OnClosedAsync(new ConnectionClosed(CloseReason.Normal, null));

        Assert.Equal(["connect", "disconnect"], Calls);
    }

    [Fact]
    public async Task Ping_BeforeAndAfterLogin_RefreshesAtOnceAndThenAfterFiftySeconds()
    {
        var (session, _) = await _harness.OpenAsync();
        await PingAsync(session);
        await PingAsync(session);
        Assert.Equal(["connect", "refresh"], Calls);
        await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        _harness.Time.Advance(TimeSpan.FromSeconds(49.9));
        await PingAsync(session);
        Assert.Equal(2, Calls.Count);

        _harness.Time.Advance(TimeSpan.FromSeconds(0.1));
        await PingAsync(session);
        await PingAsync(session);
        Assert.Equal(["connect", "refresh", $"refresh {NameOf(session)}"], Calls);
    }

    [Fact]
    public async Task Ping_WhileACommandWaits_RefreshesToo()
    {
        var (session, _) = await _harness.LogInAsync();
        var waiting = SendAsync(session, """["user.wait",1,{}]""");

        Assert.True(session.TryHandleWhileBusy(new("""["ping",1]"""u8.ToArray()), MessageType.Text));

        Assert.Equal(["connect", $"refresh {NameOf(session)}"], Calls);
        _harness.Commands.Gate.SetResult();
        await waiting;
    }

    [Fact]
    public async Task Ping_WhileTheLoginRegisters_DoesNotTouchTheUsersList()
    {
        var answer = new TaskCompletionSource();
        _harness.Connections.Answer = answer.Task;
        var (session, _) = await _harness.OpenAsync();
        var login = SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        Assert.True(session.TryHandleWhileBusy(new("""["ping",1]"""u8.ToArray()), MessageType.Text));

        Assert.Equal(["connect", "refresh"], Calls);
        answer.SetResult();
        await login;
    }

    [Fact]
    public async Task OnClosed_AfterLogin_LeavesTheListBeforeTheCount()
    {
        var (session, _) = await _harness.LogInAsync();
        Assert.True(await _harness.Connections.IsOnlineAsync(session.UserState!.Id));

        await session.OnClosedAsync(new ConnectionClosed(CloseReason.Disconnected, null));

        Assert.Equal(["connect", $"unregister {NameOf(session)}", "disconnect"], Calls);
    }

    [Fact]
    public async Task Login_RegistryAway_ClosesWithoutMessageAndRemovesWhatMayHaveHappened()
    {
        var (session, connection) = await _harness.OpenAsync();
        _harness.Connections.IsAway = true;

        await SendAsync(session, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        Assert.Empty(connection.Take());
        Assert.Equal(CloseReason.Normal, connection.Closed);
        Assert.Equal(["connect", $"unregister {NameOf(session)}"], Calls);
    }

    [Fact]
    public async Task Login_ReplacedBeforeItsOwnAnswer_GetsAuthenticatedFirst()
    {
        _harness.Authenticator.Limit = 1;
        var answer = new TaskCompletionSource();
        _harness.Connections.Answer = answer.Task;
        var (slow, slowConnection) = await _harness.OpenAsync();
        var slowLogin = SendAsync(slow, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");
        _harness.Connections.Answer = Task.CompletedTask;

        var (fast, fastConnection) = await _harness.LogInAsync();
        Assert.Empty(slowConnection.Take());
        answer.SetResult();
        await slowLogin;

        Assert.Equal(["""["authenticated",{}]""", Replaced], slowConnection.Take());
        Assert.Equal(SessionState.Stopped, slow.State);
        Assert.Empty(fastConnection.Take());
        Assert.Equal(SessionState.Authenticated, fast.State);
    }

    [Fact]
    public async Task Login_AnotherOneThatRegisteredLaterFails_NobodyIsReplacedForIt()
    {
        _harness.Authenticator.Limit = 1;
        var (first, connection) = await _harness.LogInAsync();
        var broken = new TaskCompletionSource();
        _harness.Connections.Answer = broken.Task;
        var (second, _) = await _harness.OpenAsync();
        var login = SendAsync(second, $$"""["authenticate",{"client_id":"{{UserA}}"}]""");

        broken.SetException(new Core.Ports.StoreUnavailableException("lost while it answered"));
        await login;

        Assert.Empty(connection.Take());
        Assert.Equal(SessionState.Authenticated, first.State);
    }

    [Fact]
    public async Task Replace_NamesOfOthersAndOfTheGone_AreIgnored()
    {
        var (session, connection) = await _harness.LogInAsync();
        var node = _harness.Services.Node;
        var replacer = _harness.Services.Replacer;

        replacer.Replace(_harness.Services.Broker, new WorldId("test"), ["specific.0123456789abcdef!0123456789abcdef", NodeIdentity.CreateNew("x").NameOf(session.Connection.Id), node.NameOf(long.MaxValue), ""]);
        Assert.Empty(connection.Take());

        replacer.Replace(_harness.Services.Broker, new WorldId("test"), [NameOf(session)]);
        Assert.Equal([Replaced], connection.Take());
    }

    private static ValueTask PingAsync(Session session) => SendAsync(session, """["ping",1]""");

    private string NameOf(Session session) => _harness.Services.Node.NameOf(session.Connection.Id);
}
