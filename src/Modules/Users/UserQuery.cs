using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Looks users up by the lists that clients send (auth-and-users.md section 5). Thread-safe.</summary>
internal sealed class UserQuery(IUserStore users)
{
    // Elements of one request that count; the rest is ignored.
    private const int MaxElements = 100;

    private readonly IUserStore _users = users;

    /// <summary>Persons with these ids, deleted ones included, in the order of the request; what is no known UUID is skipped.</summary>
    public async ValueTask<List<User>> FindByIdsAsync(WorldId world, RawJson list)
    {
        var ids = new List<UserId>();
        ForEachText(list, ids, static (ids, text) =>
        {
            if (TryParseId(text, out var id) && !ids.Contains(id))
            {
                ids.Add(id);
            }
        });
        if (ids.Count == 0)
        {
            return [];
        }

        var found = new Dictionary<UserId, UserRow>();
        foreach (var row in await _users.FindManyAsync(world, ids))
        {
            found[row.Id] = row;
        }

        var persons = new List<User>(found.Count);
        foreach (var id in ids)
        {
            if (found.TryGetValue(id, out var row) && row.Type == UserTypes.Person)
            {
                persons.Add(new User(row));
            }
        }

        return persons;
    }

    /// <summary>Undeleted persons by their <c>pretalx_id</c>; of several with one id the last by (display name, id) counts.</summary>
    public async ValueTask<Dictionary<string, User>> FindByPretalxIdsAsync(WorldId world, RawJson list)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        ForEachText(list, ids, static (ids, text) =>
        {
            if (!text.Contains('\0'))
            {
                ids.Add(text);
            }
        });
        var found = new Dictionary<string, User>(StringComparer.Ordinal);
        if (ids.Count == 0)
        {
            return found;
        }

        foreach (var row in await _users.FindByPretalxIdsAsync(world, ids))
        {
            var user = new User(row);
            if (row.PretalxId is { } pretalxId && (!found.TryGetValue(pretalxId, out var other) || IsLater(user, other)))
            {
                found[pretalxId] = user;
            }
        }

        return found;
    }

    // Missing names come last.
    private static bool IsLater(User user, User other)
    {
        var byName = (user.DisplayName is null).CompareTo(other.DisplayName is null);
        byName = byName != 0 ? byName : string.CompareOrdinal(user.DisplayName, other.DisplayName);
        return byName > 0 || (byName == 0 && user.Id.Value.CompareTo(other.Id.Value) > 0);
    }

    private static void ForEachText<T>(RawJson list, T state, Action<T, string> action)
    {
        using var document = JsonDocument.Parse(list.Memory, JsonInput.StoredOptions);
        var count = 0;
        foreach (var element in document.RootElement.EnumerateArray())
        {
            if (++count > MaxElements)
            {
                return;
            }

            if (JsonInput.TextOf(element) is { } text)
            {
                action(state, text);
            }
        }
    }

    private static bool TryParseId(string? text, out UserId id)
    {
        var isGuid = JsonInput.TryParseGuid(System.Text.Encoding.UTF8.GetBytes(text ?? ""), out var value);
        id = new UserId(value);
        return isGuid;
    }
}
