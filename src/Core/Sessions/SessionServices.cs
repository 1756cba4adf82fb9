using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions.Arrivals;

namespace Venueless.Fast.Core.Sessions;

/// <summary>What all sessions of a node share. Immutable, thread-safe.</summary>
public sealed class SessionServices
{
    public required TimeProvider Time { get; init; }

    public required WorldDirectory Worlds { get; init; }

    public required UserDirectory Users { get; init; }

    /// <summary>The subscribers on this node.</summary>
    public required TopicRegistry Topics { get; init; }

    /// <summary>Publishes to the subscribers on every node.</summary>
    public required IBroker Broker { get; init; }

    public required CommandTable Commands { get; init; }

    public required IAuthenticator Authenticator { get; init; }

    /// <summary>Steps of the disconnect clean-up, in the order of connection.md section 10.</summary>
    public required IReadOnlyList<ISessionCleanUp> CleanUps { get; init; }

    /// <summary>Null: there are no direct channels.</summary>
    public IDirectChannelStore? DirectChannels { get; init; }

    public required SessionRegistry Sessions { get; init; }

    public required NodeIdentity Node { get; init; }

    /// <summary>Who is connected to any node.</summary>
    public required IConnectionRegistry Connections { get; init; }

    /// <summary>Reaches the connections that exceed a user's limit.</summary>
    public required ConnectionReplacer Replacer { get; init; }

    /// <summary>Tells other nodes of a login; null: the node is alone.</summary>
    public UserArrivals? Arrivals { get; init; }

    public required SessionOptions Options { get; init; }

    public required FreshnessOptions Freshness { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Null: nothing is counted.</summary>
    public NodeMeter? Meter { get; init; }

    internal CommandContextPool Contexts { get; } = new();
}
