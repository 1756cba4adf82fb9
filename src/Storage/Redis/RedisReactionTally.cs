using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>The reactions of rooms under the reference server's keys, shared with every other server (rooms.md sections 1 and 7). Thread-safe.</summary>
internal sealed class RedisReactionTally(RedisShards shards, TimeProvider time) : IReactionTally
{
    // In seconds: a tick that is older has lost its owner.
    private const int MaxTickAge = 3;

    private const string MarkName = "1";

    private static readonly TimeSpan DebounceTime = TimeSpan.FromSeconds(2);
    private static readonly RedisValue[] Names = [.. Enum.GetValues<RoomReaction>().Select(static reaction => (RedisValue)RoomReactions.NameOf(reaction).ToArray())];

    private readonly RedisShards _shards = shards;
    private readonly TimeProvider _time = time;

    /// <inheritdoc/>
    public async ValueTask<ReactionStep> AddAsync(WorldId world, RoomId room, UserId user, RoomReaction reaction)
    {
        var counts = CountsKey(world, room);
        var name = Names[(int)reaction];
        var mark = $"{counts}:{name}:{user}";
        if (!await _shards.RunForAsync(mark, database => database.StringSetAsync(mark, MarkName, DebounceTime, When.NotExists)))
        {
            return ReactionStep.Debounced;
        }

        // Two steps, because the keys may be on two shards. When the second fails the user is told, and may count again in two seconds.
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var isOwner = await _shards.RunForAsync(counts, database => database.ScriptEvaluateAsync(RedisScripts.CountReaction, [counts], [name, now, MaxTickAge]));
        return (bool)isOwner ? ReactionStep.OwnsTick : ReactionStep.Counted;
    }

    /// <inheritdoc/>
    public async ValueTask<ReactionCounts> TakeAsync(WorldId world, RoomId room)
    {
        var key = CountsKey(world, room);
        var fields = (RedisValue[]?)await _shards.RunForAsync(key, database => database.ScriptEvaluateAsync(RedisScripts.TakeHash, [key])) ?? [];
        var counts = default(ReactionCounts);
        for (var index = 0; index + 1 < fields.Length; index += 2)
        {
            // The tick is among the fields.
            var reaction = Array.IndexOf(Names, fields[index]);
            if (reaction >= 0 && fields[index + 1].TryParse(out int count))
            {
                counts[reaction] = count;
            }
        }

        return counts;
    }

    private static string CountsKey(WorldId world, RoomId room) => $"reactions:{world.Value}:{room}";
}
