using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests;

/// <summary>The whole way of a ping, from the masked frame in the receive buffer to the pong's bytes in the pipe, through the real session.</summary>
public sealed class PingPathTests
{
    private const int Operations = 2000;

    [Fact]
    public void Ping_FromFrameToPong_AllocatesNothing()
    {
        using var link = new MemoryLink();
        link.Start(new Session(CreateServices(), link.Connection, new WorldId("test")));
        var ping = ClientFrame.Encode(1, Encoding.UTF8.GetBytes("""["ping",1763824000000]"""));
        var pong = "\x81\x16" + """["pong",1763824000000]""";
        var isAnswered = true;
        for (var round = 0; round < Operations; round++)
        {
            Exchange();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Operations; round++)
        {
            Exchange();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isAnswered);
        Assert.Equal(0, allocated);

        void Exchange()
        {
            link.Receive(ping);
            isAnswered &= link.Drain() == pong.Length;
        }
    }

    private static SessionServices CreateServices()
    {
        var worlds = new InMemoryWorldStore();
        worlds.Put(new WorldRow(new WorldId("test"), "Test", null, null, null, null, "en", "Europe/Berlin", null, null, null, null, 1));
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        var topics = new TopicRegistry();
        return new SessionServices
        {
            Time = TimeProvider.System,
            Worlds = new WorldDirectory(worlds, NoVersionKeys.Instance, TimeProvider.System),
            Users = new UserDirectory(new InMemoryUserStore(), NoVersionKeys.Instance, TimeProvider.System),
            Topics = topics,
            Broker = new LocalBroker(topics),
            Commands = new NoCommands(),
            Authenticator = new NoLogin(),
            CleanUps = [],
            Sessions = sessions,
            Node = node,
            Connections = new LocalConnectionRegistry(),
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = new FreshnessOptions(),
            Logger = NullLogger.Instance,
        };
    }

    private sealed class NoCommands : CommandTable
    {
        public override int Count => 0;

        public override int Find(ReadOnlySpan<byte> name) => -1;

        public override string NameOf(int command) => throw new ArgumentOutOfRangeException(nameof(command));

        public override bool UsesRoom(int command) => false;

        public override ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body) => throw new NotSupportedException();
    }

    private sealed class NoLogin : IAuthenticator
    {
        public ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body) => throw new NotSupportedException();
    }
}
