using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Http.Attendee;

namespace Venueless.Fast.Host.Server;

/// <summary>Which world a Host header names (http.md section 1.1). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
internal sealed class WorldByHost(IWorldStore worlds) : IAttendeeWorlds
{
    private static readonly string[] DefaultPorts = [":80", ":443"];

    private readonly IWorldStore _worlds = worlds;

    /// <summary>
    /// The world with this domain, port included; then without a trailing default port; then the only world there is, if it has no domain (a first
    /// installation works under every name) or if domain and header are both this machine (the quick start on another port). Null: no world.
    /// </summary>
    public async Task<WorldRow?> FindRowAsync(string host, CancellationToken cancellation)
    {
        var domain = host.ToLowerInvariant();
        var id = domain.Length == 0 ? null : await _worlds.FindByDomainAsync(domain, cancellation);
        if (id is null && TryCutDefaultPort(domain, out var shorter))
        {
            id = await _worlds.FindByDomainAsync(shorter, cancellation);
        }

        if (id is { } found)
        {
            return (await _worlds.LoadAsync(found, cancellation))?.World;
        }

        return await _worlds.ListAsync(cancellation) is [var only] && (only.Domain is null || (IsThisMachine(only.Domain) && IsThisMachine(domain))) ? only : null;
    }

    async ValueTask<(string WorldId, string Title)?> IAttendeeWorlds.FindAsync(string host, CancellationToken cancellationToken) =>
        await FindRowAsync(host, cancellationToken) is { } world ? (world.Id.Value, world.Title) : null;

    private static bool IsThisMachine(string domain) => Uri.TryCreate($"http://{domain}", UriKind.Absolute, out var url) && url.IsLoopback;

    private static bool TryCutDefaultPort(string domain, [NotNullWhen(true)] out string? shorter)
    {
        var port = Array.Find(DefaultPorts, port => domain.EndsWith(port, StringComparison.Ordinal));
        shorter = port is null ? null : domain[..^port.Length];
        return shorter is { Length: > 0 };
    }
}
