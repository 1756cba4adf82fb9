using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Concurrency;

/// <summary>For <see cref="GroupedReads{TKey, TResult}"/> whose store is asked for one world at a time: a batch of several worlds is read world by world.</summary>
public static class WorldGroups
{
    /// <summary>Reads rows and puts them under their keys; where several have one key, the first counts.</summary>
    public static Task<IReadOnlyDictionary<(WorldId World, TKey Key), TRow>> ReadAsync<TKey, TRow>(
        IReadOnlyCollection<(WorldId World, TKey Key)> wanted,
        Func<WorldId, IReadOnlyCollection<TKey>, Task<IReadOnlyList<TRow>>> read,
        Func<TRow, TKey> keyOf)
        where TKey : notnull =>
        ReadAsync<TKey, TRow>(
            wanted,
            async (world, keys) =>
            {
                var rows = new Dictionary<TKey, TRow>(keys.Count);
                foreach (var row in await read(world, keys))
                {
                    rows.TryAdd(keyOf(row), row);
                }

                return rows;
            });

    /// <summary>Reads values by key.</summary>
    public static async Task<IReadOnlyDictionary<(WorldId World, TKey Key), TValue>> ReadAsync<TKey, TValue>(
        IReadOnlyCollection<(WorldId World, TKey Key)> wanted,
        Func<WorldId, IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> read)
        where TKey : notnull
    {
        var groups = new Dictionary<WorldId, List<TKey>>();
        foreach (var (world, key) in wanted)
        {
            if (!groups.TryGetValue(world, out var keys))
            {
                groups.Add(world, keys = []);
            }

            keys.Add(key);
        }

        var values = new Dictionary<(WorldId, TKey), TValue>(wanted.Count);
        foreach (var (world, keys) in groups)
        {
            foreach (var (key, value) in await read(world, keys))
            {
                values[(world, key)] = value;
            }
        }

        return values;
    }
}
