using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Operators;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Operators;

public sealed class ControlSocketTests : IAsyncLifetime
{
    private const string List = """{"version":1,"id":"7","do":"list"}""" + "\n";

    private ControlSocketFixture _fixture = null!;

    public Task InitializeAsync()
    {
        _fixture = ControlSocketFixture.Create();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Open_IsForTheServersUserOnly_AndGoneAfterTheStop()
    {
        var socket = _fixture.Open("a.b");

        Assert.Equal("a.b", await _fixture.AskLabelAsync());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_fixture.SocketPath));
        }

        await socket.DisposeAsync();
        Assert.False(File.Exists(_fixture.SocketPath));
    }

    [Theory]
    [InlineData("nothing\n")]
    [InlineData("\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("\u0000\u0001\u00ff\n")]
    [InlineData("{\"version\":2,\"id\":\"7\",\"do\":\"list\"}\n")]
    [InlineData("{\"version\":1,\"id\":\"7\",\"do\":\"explode\"}\n")]
    [InlineData("{\"version\":1,\"do\":\"list\"}\n")]
    [InlineData("{\"version\":1,\"id\":7,\"do\":[]}\n")]
    [InlineData("{\"version\":1,\"id\":\"7\",\"do\":\"drop\"}\n")]
    [InlineData("{\"version\":1,\"id\":\"7\",\"do\":\"drop\",\"label\":\"a\",\"connection\":\"b\"}\n")]
    [InlineData("{\"version\":1,\"id\":\"7\",\"do\":\"names\"}\n")]
    [InlineData("{\"version\":1,\"id\":\"\\ud800\",\"do\":\"list\"}\n")]
    public async Task Request_BadOne_GetsAnErrorAndCostsNothing(string request)
    {
        _fixture.Open("a.b");
        using var client = await _fixture.ConnectAsync();

        Assert.NotNull((await ControlSocketFixture.ExchangeAsync(client, request))!.Error);

        Assert.Equal("a.b", (await ControlSocketFixture.ExchangeAsync(client, List))!.Label);
    }

    [Fact]
    public async Task Request_InPieces_IsOneLine()
    {
        _fixture.Open("a.b");
        using var client = await _fixture.ConnectAsync();
        foreach (var piece in List[..^1])
        {
            await client.SendAsync(new[] { (byte)piece });
        }

        Assert.Equal("a.b", (await ControlSocketFixture.ExchangeAsync(client, "\n"))!.Label);
    }

    [Fact]
    public async Task Request_LineTooLong_ErrorAndDisconnected()
    {
        _fixture.Open("a.b", new ControlSocketOptions { MaxLineBytes = 100 });
        using var client = await _fixture.ConnectAsync();

        Assert.Equal("A request has at most 100 bytes.", (await ControlSocketFixture.ExchangeAsync(client, new string('x', 100)))!.Error);

        Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(WireClient.DefaultTimeout));
        Assert.Equal("a.b", await _fixture.AskLabelAsync());
    }

    [Fact]
    public async Task Clients_WhoSendNothing_AreDisconnectedAndNobodyWaitsForLong()
    {
        _fixture.Open("a.b", new ControlSocketOptions { MaxClients = 2, RequestTimeout = TimeSpan.FromMilliseconds(50) });
        var silent = new List<Socket>();
        for (var number = 0; number < 5; number++)
        {
            silent.Add(await _fixture.ConnectAsync());
            await silent[^1].SendAsync("{\"ver"u8.ToArray());
        }

        await WaitUntilAsync(async () => await TryAskAsync() == "a.b", "an answer behind the silent ones");

        foreach (var client in silent)
        {
            Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(WireClient.DefaultTimeout));
            client.Dispose();
        }
    }

    [Fact]
    public async Task Open_FileOfACrashedNode_IsReplaced()
    {
        // Closing removes the name it was bound to; under another one it stays, with nobody behind it.
        var moved = _fixture.SocketPath + ".moved";
        using (var crashed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            crashed.Bind(new UnixDomainSocketEndPoint(_fixture.SocketPath));
            File.Move(_fixture.SocketPath, moved);
        }

        File.Move(moved, _fixture.SocketPath);

        _fixture.Open("new.node");

        Assert.Equal("new.node", await _fixture.AskLabelAsync());
    }

    [Fact]
    public async Task Open_SecondNodeInTheFolder_WaitsUntilTheFirstHasGone()
    {
        var first = _fixture.Open("first.node");
        _fixture.Open("second.node", new ControlSocketOptions { TakeOverInterval = TimeSpan.FromMilliseconds(5) });
        Assert.Equal("first.node", await _fixture.AskLabelAsync());

        await first.DisposeAsync();

        await WaitUntilAsync(async () => await TryAskAsync() == "second.node", "the second node to take over");
    }

    [Fact]
    public async Task Open_DeepFolder_IsReachedAllTheSame()
    {
        using var folder = new DeepFolder();
        var path = Path.Combine(folder.Path, "control.sock");
        var node = NodeIdentity.CreateNew("deep.node");
        var sessions = new SessionRegistry();
        var orders = new ConnectionOrders(node, sessions, new TopicRegistry(), NullLogger<ConnectionOrders>.Instance);
        await using (var socket = new ControlSocket(path, new OperatorDesk(node, sessions, orders, null!, NoWorldNotices.Instance), new ControlSocketOptions(), NullLogger.Instance))
        {
            socket.Open();

            Assert.True(File.Exists(path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            await using var channel = new ControlSocketChannel(path);
            Assert.Equal(0, (await channel.OrderAsync(OperatorAction.Drop, "deep.node", CancellationToken.None)).Connections);
        }

        Assert.False(File.Exists(path));
        Assert.True(File.Exists(Path.Combine(folder.Path, "kept.txt")));
    }

    [Fact]
    public async Task Address_DeepFolder_LeavesNothingBehind()
    {
        using var folder = new DeepFolder();
        string linked;
        using (var address = ControlSocketAddress.Of(Path.Combine(folder.Path, "control.sock")))
        {
            linked = Path.GetDirectoryName(address.EndPoint.ToString())!;
            Assert.True(File.Exists(Path.Combine(linked, "kept.txt")));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(linked)));
        Assert.True(File.Exists(Path.Combine(folder.Path, "kept.txt")));
        await using var channel = new ControlSocketChannel(Path.Combine(folder.Path, "control.sock"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => channel.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Open_LockThatCannotBeOpened_SaysSoAndNotThatThereIsAnotherServer()
    {
        // Also for root, to whom everything is permitted.
        Directory.CreateDirectory(_fixture.SocketPath + ".lock");
        var log = new LogLines();
        await using var socket = new ControlSocket(_fixture.SocketPath, null!, new ControlSocketOptions(), log);

        socket.Open();

        var message = Assert.Single(log.Lines);
        Assert.Contains("no socket at", message, StringComparison.Ordinal);
        Assert.Contains("denied", message, StringComparison.Ordinal);
    }

    private async Task<string?> TryAskAsync()
    {
        try
        {
            return await _fixture.AskLabelAsync();
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return null;
        }
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited in vain for {expectation}.");
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
