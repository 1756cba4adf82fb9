using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Redis.Nodes;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Keys of chats and registrations under their owners' names. Thread-safe.</summary>
internal sealed class RedisSharedChatState(RedisShards shards, ILogger logger) : ISharedChatState
{
    // What is on its way at once.
    private const int MaxBatch = 500;

    // In seconds, a week: how long a node may keep a read pointer of somebody who is gone, because Redis is away for it.
    private const int MarkLifetime = 604_800;

    private readonly RedisShards _shards = shards;
    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(ForgottenChat chat, CancellationToken cancellation = default)
    {
        try
        {
            foreach (var batch in Removals(chat).Chunk(MaxBatch))
            {
                await Task.WhenAll(batch.Select(remove => remove())).WaitAsync(cancellation);
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            StorageLog.ChatStateStays(_logger, chat.Users.Count, chat.Channels.Count, exception.Message);
        }
    }

    private IEnumerable<Func<Task>> Removals(ForgottenChat chat)
    {
        var first = _shards.First;
        foreach (var user in chat.Users)
        {
            yield return () => first.ScriptEvaluateAsync(
                RedisScripts.ForgetUser,
                [RedisReadStateStore.GoneKey(user), RedisReadStateStore.PointersKey(user), RedisConnectionRegistry.ListKey(user)],
                [MarkLifetime]);
        }

        foreach (var channel in chat.Channels)
        {
            yield return () => first.KeyDeleteAsync([RedisReadStateStore.ArmedKey(channel), RedisReadStateStore.ShownToAllKey(channel)]);
        }

        foreach (var (user, channel) in chat.Memberships)
        {
            var subscriptions = RedisChannelNodes.SubscriptionsKey(user, channel);
            yield return () => first.SetRemoveAsync(RedisReadStateStore.ArmedKey(channel), user.ToString());
            yield return () => _shards.For(subscriptions).KeyDeleteAsync(subscriptions);
        }
    }
}
