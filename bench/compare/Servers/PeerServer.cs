using System.Diagnostics;
using System.Globalization;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Peers;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Compare.Servers;

/// <summary>One of this program's own peers.</summary>
internal sealed class PeerServer(string name, PeerKind kind) : IServer
{
    public string Name => name;

    public Task<string?> PrepareAsync() =>
        Task.FromResult(kind is PeerKind.RawSend or PeerKind.RawMerge && !OperatingSystem.IsLinux() ? "it needs epoll (Linux)" : null);

    public Task<ServerChild> StartAsync()
    {
        var port = FreePort.Find();
        var program = typeof(PeerServer).Assembly.Location;
        return ServerChild.StartAsync(new ProcessStartInfo("dotnet", [program, "peer", kind.ToString(), port.ToString(CultureInfo.InvariantCulture)]), port);
    }

    public Task<Dialect> DescribeAsync(ServerChild server, int messageBytes) =>
        Task.FromResult<Dialect>(kind switch
        {
            PeerKind.SignalR => new SignalRDialect(messageBytes),
            PeerKind.KestrelEcho => new EchoDialect(messageBytes),
            _ => new PlainDialect(messageBytes),
        });
}
