using Venueless.Fast.Compare.Peers;

namespace Venueless.Fast.Compare.Servers;

/// <summary>All servers of the comparison, by name.</summary>
internal sealed class ServerCatalogue
{
    public const string RawSend = "raw-send";
    public const string RawMerge = "raw-merge";
    public const string KestrelEcho = "kestrel-echo";

    private readonly IServer[] _servers;

    public ServerCatalogue(string? serverPath, bool usesPostgres)
    {
        _servers =
        [
            new PeerServer(RawSend, PeerKind.RawSend),
            new PeerServer(RawMerge, PeerKind.RawMerge),
            new PeerServer("aspnet", PeerKind.AspNet),
            new PeerServer("signalr", PeerKind.SignalR),
            new NodeServer(),
            new PeerServer(KestrelEcho, PeerKind.KestrelEcho),
            new VenuelessServer(serverPath, usesPostgres),
        ];
    }

    public static IReadOnlyList<string> Names => [.. FanOutNames, KestrelEcho];

    /// <summary>Those that pass a message on to everybody.</summary>
    public static IReadOnlyList<string> FanOutNames { get; } = [RawSend, RawMerge, "aspnet", "signalr", "node-ws", VenuelessServer.ServerName];

    /// <summary>Those that answer commands.</summary>
    public static IReadOnlyList<string> AnswerNames { get; } = [KestrelEcho, VenuelessServer.ServerName];

    /// <summary>In this order, without those that cannot run here; each of these is named in a line.</summary>
    public async Task<IReadOnlyList<IServer>> PrepareAsync(IEnumerable<string> names, TextWriter output)
    {
        var ready = new List<IServer>();
        foreach (var name in names)
        {
            var server = _servers.Single(server => server.Name == name);
            if (await server.PrepareAsync() is { } reason)
            {
                await output.WriteLineAsync($"{name} is left out: {reason}.");
            }
            else
            {
                ready.Add(server);
            }
        }

        return ready;
    }
}
