using System.IO.Pipelines;
using System.Text;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport;

// Requests that HTTP has read: on connections that carried others before, and whatever else the raw path does not recognise.
public sealed partial class WebSocketServer
{
    /// <summary>The part of a request target that is judged: itself, or what stands behind scheme and authority of an absolute one (RFC 9112 section 3.2.2).</summary>
    /// <param name="requestTarget">As received.</param>
    public static string PathOf(string requestTarget)
    {
        ArgumentNullException.ThrowIfNull(requestTarget);
        if (!requestTarget.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !requestTarget.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return requestTarget;
        }

        var authority = requestTarget.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = requestTarget.AsSpan(authority).IndexOfAny('/', '?');
        return end >= 0 && requestTarget[authority + end] == '/' ? requestTarget[(authority + end)..] : "/";
    }

    /// <summary>Judges a request that came through HTTP by the same rules as a raw one.</summary>
    /// <param name="requestTarget">Path and query as received, percent-encoded.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="headers">Every header line; several values of one name are several entries.</param>
    public UpgradeDecision CheckUpgrade(string method, string requestTarget, IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (method != "GET")
        {
            return Refuse(HandshakeRefusal.MethodNotAllowed);
        }

        var upgrade = default(UpgradeHeaders);
        foreach (var (name, value) in headers)
        {
            upgrade.Add(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value).AsSpan().Trim(" \t"u8));
        }

        var refusal = Judge(Encoding.Latin1.GetBytes(requestTarget), upgrade, out var path);
        if (refusal != HandshakeRefusal.None)
        {
            return Refuse(refusal);
        }

        Span<byte> acceptKey = stackalloc byte[UpgradeHeaders.AcceptKeyBytes];
        upgrade.WriteAcceptKey(acceptKey);
        return new UpgradeDecision(101, "", path, Encoding.ASCII.GetString(acceptKey), Extensions(upgrade));
    }

    /// <summary>Runs a websocket over a stream whose handshake HTTP has answered; completes when the connection has ended.</summary>
    /// <param name="pipe">Input and output; stays the caller's, who completes it afterwards.</param>
    /// <param name="decision">From <see cref="CheckUpgrade"/>: accepted, and answered as it says.</param>
    /// <param name="abort">Cuts the TCP connection, which ends the input. Must not run the input's readers inline.</param>
    /// <param name="closeRequested">Signalled when the server stops gracefully.</param>
    /// <param name="closed">Signalled when the TCP connection is gone.</param>
    public Task RunUpgradedAsync(IDuplexPipe pipe, in UpgradeDecision decision, Action abort, CancellationToken closeRequested, CancellationToken closed)
    {
        var connection = new WebSocketConnection(
            _services, new PipeLink(pipe, context: null, abort, closeRequested, closed), decision.Extensions is not null);
        if (!TryCreateHandler(decision.Path!, connection, out var handler))
        {
            abort();
            return Task.CompletedTask;
        }

        return connection.RunAsync(handler, []);
    }

    private UpgradeDecision Refuse(HandshakeRefusal refusal)
    {
        var (statusCode, _, text, _) = HandshakeRefusals.Describe(refusal);
        _services.Counters.AddRefused();
        TransportLog.HandshakeRefused(_services.Logger, statusCode, text);
        return new UpgradeDecision(statusCode, text, null, null, null);
    }
}
