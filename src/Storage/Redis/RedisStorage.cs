using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.EventIds;

namespace Venueless.Fast.Storage.Redis;

/// <summary>What nodes share besides the database: every port on one Redis, or on several shards. Thread-safe. Disposing delivers what is noted down.</summary>
/// <remarks>A Redis that is away, also at the start, comes back by itself; until then calls fail with <see cref="StoreUnavailableException"/>.</remarks>
public sealed class RedisStorage : IAsyncDisposable
{
    private readonly RedisShards _shards;
    private readonly RedisVersionKeys _versionKeys;
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private RedisConnectionRegistry? _registry;

    private RedisStorage(RedisShards shards, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _options = options;
        _time = time;
        _logger = logger;
        _versionKeys = new RedisVersionKeys(shards, options, time, logger);
        EventIds = new RedisEventIds(shards);
        ReadStates = new RedisReadStateStore(shards);
        ScheduleImportGate = new RedisScheduleImportGate(shards);
        Health = new RedisHealth(shards);
    }

    public IVersionKeys VersionKeys => _versionKeys;

    public IEventIdSource EventIds { get; }

    public IReadStateStore ReadStates { get; }

    public IScheduleImportGate ScheduleImportGate { get; }

    public IStoreHealth Health { get; }

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

    /// <summary>Connects to every shard, or goes on trying in the background.</summary>
    public static RedisStorage Open(RedisOptions options, TimeProvider time, ILogger<RedisStorage> logger)
    {
        options.Validate();
        return new RedisStorage(RedisShards.Open(options, logger), options, time, logger);
    }

    /// <summary>Makes this process a node with connections of its own; once. Lasts until this storage is disposed.</summary>
    public IConnectionRegistry JoinAs(NodeIdentity node)
    {
        if (_registry is not null)
        {
            throw new InvalidOperationException("The process is a node already.");
        }

        return _registry = new RedisConnectionRegistry(_shards, node, _options, _time, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        await _versionKeys.DisposeAsync();
        await _shards.DisposeAsync();
    }
}
