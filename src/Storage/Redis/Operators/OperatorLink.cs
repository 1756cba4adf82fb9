using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Operators;

/// <summary>Listens for operators' commands on behalf of a node and answers them. Thread-safe.</summary>
/// <remarks>
/// What is published while the node has no connection to Redis is lost; the command notices that the answer is missing and asks again under the same id.
/// </remarks>
internal sealed class OperatorLink : IAsyncDisposable
{
    private readonly RedisShard _shard;
    private readonly OperatorDesk _desk;
    private readonly RedisOptions _options;
    private readonly ILogger _logger;
    private readonly RedisChannel[] _channels;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public OperatorLink(RedisShards shards, NodeIdentity node, OperatorDesk desk, RedisOptions options, ILogger logger)
    {
        _shard = shards.All[0];
        _desk = desk;
        _options = options;
        _logger = logger;
        _channels = [OperatorChannels.All(_shard.Database.Database), OperatorChannels.Node(_shard.Database.Database, node.Id)];
        _listening = ListenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // Started by the constructor; ends because of the line above.
        await _listening;
#pragma warning restore VSTHRD003
        await UnsubscribeAsync();
        _stop.Dispose();
    }

    // Once it has succeeded the client library subscribes again by itself after every loss of the connection.
    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested && !await TrySubscribeAsync())
        {
            await Task.Delay(_options.RetryInterval, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TrySubscribeAsync()
    {
        try
        {
            foreach (var channel in _channels)
            {
                (await _shard.Subscriber.SubscribeAsync(channel)).OnMessage(message => AnswerAsync(message.Message));
            }

            return true;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The library keeps what has failed and would fill it later, twice.
            await UnsubscribeAsync();
            return false;
        }
    }

    private async Task UnsubscribeAsync()
    {
        foreach (var channel in _channels)
        {
            try
            {
                await _shard.Subscriber.UnsubscribeAsync(channel);
            }
            catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
            {
                // The subscription ends with the connection.
            }
        }
    }

    private async Task AnswerAsync(RedisValue message)
    {
        try
        {
            var answer = _desk.Answer((byte[]?)message ?? [], out var sender);

            // Only a sender of our own form: its channel's name is made of it.
            if (sender is not null && Guid.TryParseExact(sender, "N", out _))
            {
                await _shard.Subscriber.PublishAsync(OperatorChannels.Command(_shard.Database.Database, sender), answer.ToUtf8());
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The command asks again.
        }
        catch (Exception exception)
        {
            // A defect; the node must go on listening.
            StorageLog.OperatorRequestFailed(_logger, exception);
        }
    }
}
