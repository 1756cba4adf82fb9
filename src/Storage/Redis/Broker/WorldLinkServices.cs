using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>What the links of a node share.</summary>
internal sealed record WorldLinkServices(
    ISubscriber Subscriber,
    Guid Node,
    TopicRegistry Topics,
    NodeInbox Inbox,
    Resynchronizer Resynchronizer,
    RedisOptions Options,
    ILogger Logger)
{
    public BrokerMeter Meter { get; } = new();
}
