using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Users;

/// <summary>Looks users up by the lists that clients send (auth-and-users.md section 5). Thread-safe.</summary>
internal sealed class UserQuery(IUserStore users)
{
    // Elements of one request that count; the rest is ignored.
    private const int MaxElements = IdList.MaxElements;

    private readonly IUserStore _users = users;

    /// <summary>Finds a user without asking the store: one who is connected, or was asked for lately. Null: the store has to be asked.</summary>
    public static User? FindKnown(SessionServices services, WorldId world, UserId id)
    {
        var known = services.Users.Find(id) is { } state && state.IsFresh(services.Freshness.UserAge)
            ? state.Current
            : services.Users.Others.Find(id, services.Freshness.UserAge);
        return known is not null && known.Row.World == world ? known : null;
    }

    /// <summary>Users of any type with these ids, deleted ones included, in any order; unknown ids are missing.</summary>
    public async ValueTask<Dictionary<UserId, User>> FindByIdsAsync(SessionServices services, WorldId world, Guid[] ids)
    {
        var found = new Dictionary<UserId, User>();
        var missing = new List<UserId>();
        foreach (var value in ids)
        {
            var id = new UserId(value);
            if (FindKnown(services, world, id) is { } known)
            {
                found[id] = known;
            }
            else
            {
                missing.Add(id);
            }
        }

        var begun = services.Users.Others.BeginReading();
        foreach (var row in await _users.FindManyAsync(world, missing))
        {
            var user = found[row.Id] = new User(row);
            services.Users.Others.Keep(user, begun);
        }

        return found;
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
}
