using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.EventIds;
using Venueless.Fast.Storage.Redis.Broker;
using Venueless.Fast.Storage.Redis.Consoles;
using Venueless.Fast.Storage.Redis.Nodes;
using Venueless.Fast.Storage.Redis.Operators;

namespace Venueless.Fast.Storage.Redis;

/// <summary>What nodes share besides the database: every port on one Redis, or on several shards. Thread-safe. Disposing delivers what is noted down.</summary>
/// <remarks>A Redis that is away, also at the start, comes back by itself; until then calls fail with <see cref="StoreUnavailableException"/>.</remarks>
public sealed class RedisStorage : IAsyncDisposable
{
    private readonly RedisShards _shards;
    private readonly RedisVersionKeys _versionKeys;
    private readonly RedisReadStateStore _readStates;
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private RedisConnectionRegistry? _registry;
    private RedisChannelNodes? _channelNodes;
    private RedisRoomNodes? _roomNodes;
    private NodeRoll? _roll;
    private RedisBroker? _broker;
    private OperatorLink? _operators;

    private RedisStorage(RedisShards shards, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _options = options;
        _time = time;
        _logger = logger;
        _versionKeys = new RedisVersionKeys(shards, options, time, logger);
        EventIds = new RedisEventIds(shards);
        _readStates = new RedisReadStateStore(shards, options, time, logger);
        ReactionTally = new RedisReactionTally(shards, time);
        ScheduleImportGate = new RedisScheduleImportGate(shards);
        Health = new RedisHealth(shards);
        SharedChatState = new RedisSharedChatState(shards, logger);
        Notices = new RedisWorldNotices(shards, logger);
    }

    public IVersionKeys VersionKeys => _versionKeys;

    public IEventIdSource EventIds { get; }

    public IReadStateStore ReadStates => _readStates;

    public IReactionTally ReactionTally { get; }
    public IScheduleImportGate ScheduleImportGate { get; }

    public IStoreHealth Health { get; }

    public ISharedChatState SharedChatState { get; }

    /// <summary>For processes that are no nodes.</summary>
    public IWorldNotices Notices { get; }

    /// <summary>Only of a node: <see cref="JoinAs"/>.</summary>
    public IChannelNodes ChannelNodes => _channelNodes ?? throw new InvalidOperationException("The process is no node yet.");

    /// <summary>Only of a node: <see cref="JoinAs"/>.</summary>
    public IRoomNodes RoomNodes => _roomNodes ?? throw new InvalidOperationException("The process is no node yet.");

    /// <summary><c>host:port/db</c> of every shard, for people.</summary>
    public string Address
    {
        get
        {
            var addresses = new List<string>(_shards.All.Length);
            foreach (var shard in _shards.All)
            {
                addresses.Add(shard.Address);
            }

            return string.Join(", ", addresses);
        }
    }

    /// <summary>After the disposal: what was acknowledged from memory, or owed to other servers, and Redis did not take, in words for people; empty as a rule.</summary>
    public IReadOnlyList<string> Lost => [.. new[] { _registry?.Lost, _versionKeys.Lost, _readStates.Lost }.OfType<string>()];

    /// <summary>Connects to every shard, or goes on trying in the background.</summary>
    public static async Task<RedisStorage> OpenAsync(RedisOptions options, TimeProvider time, ILogger<RedisStorage> logger)
    {
        options.Validate();
        return new RedisStorage(await RedisShards.OpenAsync(options, logger), options, time, logger);
    }

    /// <summary>For an operator's command, which is no node. Throws <see cref="StoreUnavailableException"/> when Redis is away.</summary>
    /// <param name="options">Only the first shard is used.</param>
    public static async Task<IOperatorChannel> OpenOperatorChannelAsync(RedisOptions options, TimeProvider time, ILogger logger)
    {
        options.Validate();
        return await RedisOperatorChannel.OpenAsync(await RedisShards.OpenAsync(options with { Shards = [options.Shards[0]] }, logger), time);
    }

    /// <summary>Connections of their own for commands of an operator.</summary>
    public async Task<RedisConsole> OpenConsoleAsync() => new(await RedisShards.OpenAsync(_options with { AllowsAdministration = true }, _logger));

    /// <summary>Makes this process a node with connections of its own; once. Lasts until this storage is disposed.</summary>
    public IConnectionRegistry JoinAs(NodeIdentity node)
    {
        if (_registry is not null)
        {
            throw new InvalidOperationException("The process is a node already.");
        }

        _registry = new RedisConnectionRegistry(_shards, node, _options, _time, _logger);
        _channelNodes = new RedisChannelNodes(_shards, node, _options, _time, _logger);
        _roomNodes = new RedisRoomNodes(_shards, node, _options, _time, _logger);
        _roll = new NodeRoll(_shards, node, _options, _time, _logger, _channelNodes, _roomNodes);
        return _registry;
    }

    /// <summary>What connects this node with the others; once. Lasts until this storage is disposed.</summary>
    public IBroker OpenBroker(NodeIdentity node, TopicRegistry topics, NodeInbox inbox, Resynchronizer resynchronizer)
    {
        if (_broker is not null)
        {
            throw new InvalidOperationException("The node has a broker already.");
        }

        return _broker = new RedisBroker(_shards, node, topics, inbox, resynchronizer, _options, _logger);
    }

    /// <summary>From now on messages between nodes are measured; after <see cref="OpenBroker"/>, once.</summary>
    public void RecordIn(Meter meter) => _broker?.Meter.RecordIn(meter);

    /// <summary>Listens for operators' commands from now on; once. Lasts until this storage is disposed.</summary>
    public void ListenForOperators(NodeIdentity node, OperatorDesk desk)
    {
        if (_operators is not null)
        {
            throw new InvalidOperationException("The node listens for operators already.");
        }

        _operators = new OperatorLink(_shards, node, desk, _options, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        if (_operators is not null)
        {
            await _operators.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_roll is not null && _channelNodes is not null && _roomNodes is not null)
        {
            await _roll.DisposeAsync();
            await _roomNodes.DisposeAsync();
            await _channelNodes.DisposeAsync();
        }

        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        await _versionKeys.DisposeAsync();
        await _readStates.DisposeAsync();
        await _shards.DisposeAsync();
    }
}
