using System.Globalization;
using StackExchange.Redis;

namespace Venueless.Fast.Storage.Redis;

/// <summary>
/// A script that is run for many at a time, by one call per shard, each run in one step of its own. What fails for one run fails for that one alone. Thread-safe.
/// </summary>
internal sealed class GroupedScript
{
    // Returned for a run that Redis has refused. No script returns it.
    private const string Refused = "!";

    private readonly RedisShards _shards;
    private readonly string _single;
    private readonly string _grouped;
    private readonly GroupedCalls<Run, RedisResult>[] _calls;

    /// <param name="script">One of <see cref="RedisScripts"/>, as it is.</param>
    /// <param name="keys">How many keys it has.</param>
    /// <param name="arguments">How many arguments.</param>
    public GroupedScript(RedisShards shards, string script, int keys, int arguments)
    {
        _shards = shards;
        _single = script;
        _grouped = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            local function run(KEYS, ARGV)
            {script}
            end
            local results = {"{}"}
            for index = 0, #KEYS / {keys} - 1 do
              local keys, arguments = {"{}"}, {"{}"}
              for at = 1, {keys} do keys[at] = KEYS[index * {keys} + at] end
              for at = 1, {arguments} do arguments[at] = ARGV[index * {arguments} + at] end
              local isDone, result = pcall(run, keys, arguments)
              if not isDone then result = '{Refused}' end
              results[index + 1] = result or false
            end
            return results
            """);
        _calls = new GroupedCalls<Run, RedisResult>[shards.All.Length];
        for (var index = 0; index < _calls.Length; index++)
        {
            var shard = shards.All[index];
            _calls[index] = new GroupedCalls<Run, RedisResult>(runs => RunAllAsync(shard, runs));
        }
    }

    /// <summary>On the first shard. Throws what the client throws; tries again as <see cref="RedisShard.RunAsync"/> does.</summary>
    public Task<RedisResult> RunAsync(RedisKey[] keys, RedisValue[] arguments) => RunOnAsync(0, keys, arguments);

    /// <summary>On the shard of a key.</summary>
    public Task<RedisResult> RunForAsync(string shardKey, RedisKey[] keys, RedisValue[] arguments) => RunOnAsync(_shards.IndexFor(shardKey), keys, arguments);

    private async Task<RedisResult> RunOnAsync(int shard, RedisKey[] keys, RedisValue[] arguments)
    {
        var result = await _calls[shard].RunAsync(new Run(keys, arguments));

        // Once more by itself, to hear why.
        return IsRefused(result) ? await RunOneAsync(_shards.All[shard], new Run(keys, arguments)) : result;
    }

    private static bool IsRefused(RedisResult result) => result.Resp2Type == ResultType.BulkString && (string?)result == Refused;

    private Task<RedisResult> RunOneAsync(RedisShard shard, Run run) => shard.RunAsync(database => database.ScriptEvaluateAsync(_single, run.Keys, run.Arguments));

    private async Task<IReadOnlyList<RedisResult>> RunAllAsync(RedisShard shard, IReadOnlyList<Run> runs)
    {
        if (runs is [var single])
        {
            return [await RunOneAsync(shard, single)];
        }

        RedisKey[] keys = [.. runs.SelectMany(static run => run.Keys)];
        RedisValue[] arguments = [.. runs.SelectMany(static run => run.Arguments)];

        // The script returns a list with an entry for each.
        return (RedisResult[])(await shard.RunAsync(database => database.ScriptEvaluateAsync(_grouped, keys, arguments)))!;
    }

    private readonly record struct Run(RedisKey[] Keys, RedisValue[] Arguments);
}
