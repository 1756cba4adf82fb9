using System.Collections.Concurrent;
using StackExchange.Redis;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Storage.Redis.Nodes;

namespace Venueless.Fast.Storage.Redis.Operators;

/// <summary>An operator's command on any machine that reaches the nodes' Redis. It is no node itself. Thread-safe.</summary>
internal sealed class RedisOperatorChannel : IOperatorChannel
{
    // A node answers within milliseconds; one that has just lost its connection has it back within a second.
    private static readonly TimeSpan[] Patience = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)];

    private static readonly TimeSpan NamesAge = TimeSpan.FromHours(24);

    private readonly RedisShards _shards;
    private readonly RedisShard _shard;
    private readonly TimeProvider _time;
    private readonly string _sender = OperatorRequest.NewId();
    private readonly ConcurrentDictionary<string, AwaitedAnswers> _awaited = new(StringComparer.Ordinal);

    private RedisOperatorChannel(RedisShards shards, TimeProvider time)
    {
        _shards = shards;
        _shard = shards.All[0];
        _time = time;
    }

    private int Number => _shard.Database.Database;

    /// <summary>Ownership of the connections moves here.</summary>
    public static async Task<RedisOperatorChannel> OpenAsync(RedisShards shards, TimeProvider time)
    {
        var channel = new RedisOperatorChannel(shards, time);
        try
        {
            await channel._shard.RunAsync(channel.SubscribeAsync);
            return channel;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            await shards.DisposeAsync();
            throw RedisErrors.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LabelCount>> ListAsync(CancellationToken cancellation) => GuardAsync<IReadOnlyList<LabelCount>>(async database =>
    {
        var rows = (RedisValue[])(await database.ScriptEvaluateAsync(RedisScripts.ListLabels, [RedisConnectionRegistry.CountsKey]))!;
        var labels = new List<LabelCount>(rows.Length / 2);
        for (var index = 0; index < rows.Length; index += 2)
        {
            // Nodes that have crashed, and labels that were forgotten for a while, can leave anything.
            labels.Add(new LabelCount(rows[index].ToString(), rows[index + 1].TryParse(out long count) ? Math.Max(0, count) : 0));
        }

        labels.Sort(static (one, other) => string.CompareOrdinal(one.Label, other.Label));
        return labels;
    });

    /// <inheritdoc/>
    public async Task<FoundConnections> FindConnectionsAsync(string label, CancellationToken cancellation)
    {
        // What other programs that share this Redis left behind; the names come from the nodes, who know better.
        var oldest = (_time.GetUtcNow() - NamesAge).ToUnixTimeSeconds();
        await GuardAsync(database => database.SortedSetRemoveRangeByScoreAsync(RedisConnectionRegistry.NamesKey(label), double.NegativeInfinity, oldest, Exclude.Stop));
        var request = new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.Names, Label: label);
        var answers = await AskAllAsync(request, cancellation);
        return new FoundConnections([.. answers.Answers.SelectMany(static answer => answer.Names)], answers.Missing, answers.Refusals);
    }

    /// <inheritdoc/>
    public async Task<OrderOutcome> OrderAsync(OperatorAction action, string label, CancellationToken cancellation) =>
        OutcomeOf(await AskAllAsync(OperatorRequest.ForLabel(action, label), cancellation));

    /// <inheritdoc/>
    public async Task<OrderOutcome> OrderOneAsync(OperatorAction action, string connection, CancellationToken cancellation) =>
        NodeIdentity.TryFindNode(connection, out var node)
            ? OutcomeOf(await AskAsync(OperatorRequest.ForConnection(action, connection), OperatorChannels.Node(Number, node), [node], cancellation))
            : new OrderOutcome(0, 0, [], []);

    /// <inheritdoc/>
    public async Task<FoundStatistics> ReadStatisticsAsync(CancellationToken cancellation)
    {
        var answers = await AskAllAsync(new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.Statistics), cancellation);
        return new FoundStatistics([.. answers.Answers.Select(static answer => answer.Statistics).OfType<NodeStatistics>()], answers.Missing, answers.Refusals);
    }

    public ValueTask DisposeAsync() => _shards.DisposeAsync();

    private static OrderOutcome OutcomeOf(AwaitedAnswers answers) =>
        new(answers.Answers.Sum(static answer => answer.Count), answers.Answers.Count - answers.Refusals.Count, answers.Missing, answers.Refusals);

    // Subscriptions have a connection of their own, which may be up a moment after the one for commands. Tried again, an answer may be taken twice, which changes nothing.
    private async Task<bool> SubscribeAsync(IDatabase database)
    {
        await _shard.Subscriber.SubscribeAsync(OperatorChannels.Command(database.Database, _sender), (_, message) => Take(message));
        return true;
    }

    private async Task<AwaitedAnswers> AskAllAsync(OperatorRequest request, CancellationToken cancellation) =>
        await AskAsync(request, OperatorChannels.All(Number), await GuardAsync(NodeRoll.ReadLivingAsync), cancellation);

    private async Task<AwaitedAnswers> AskAsync(OperatorRequest request, RedisChannel channel, IReadOnlyList<string> nodes, CancellationToken cancellation)
    {
        var message = (request with { Sender = _sender }).ToUtf8();
        var answers = _awaited.GetOrAdd(request.Id, static (_, nodes) => new AwaitedAnswers(nodes), nodes);
        try
        {
            foreach (var patience in Patience)
            {
                // Without a listener there is nothing to wait for but a node that connects again, and of that one we would know.
                var listeners = await GuardAsync(_ => _shard.Subscriber.PublishAsync(channel, message));
                if (listeners == 0 && nodes.Count == 0)
                {
                    break;
                }

                await answers.WaitAsync(patience, cancellation);
                if (answers.IsComplete || (nodes.Count == 0 && answers.Answers.Count >= listeners))
                {
                    break;
                }
            }

            return answers;
        }
        finally
        {
            _awaited.TryRemove(request.Id, out _);
        }
    }

    private void Take(RedisValue message)
    {
        if (OperatorAnswer.TryParse((byte[]?)message ?? []) is { } answer && _awaited.TryGetValue(answer.Id, out var answers))
        {
            answers.Add(answer);
        }
    }

    private async Task<T> GuardAsync<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            return await _shard.RunAsync(command);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }
}
