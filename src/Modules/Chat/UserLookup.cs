using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Finds the users that a message shows: connected ones in memory, the others in one query. Thread-safe.</summary>
internal sealed class UserLookup(IUserStore users)
{
    private readonly IUserStore _users = users;

    /// <summary>The users of the world among the ids, in any order; unknown ids are missing.</summary>
    public async ValueTask<List<User>> FindAsync(UserDirectory connected, WorldId world, IReadOnlyCollection<UserId> ids)
    {
        var found = new List<User>(ids.Count);
        List<UserId>? missing = null;
        foreach (var id in ids)
        {
            if (connected.Find(id) is not { } state)
            {
                (missing ??= []).Add(id);
            }
            else if (state.Current is { } user && user.Row.World == world)
            {
                found.Add(user);
            }
        }

        if (missing is not null)
        {
            foreach (var row in await _users.FindManyAsync(world, missing))
            {
                found.Add(new User(row));
            }
        }

        return found;
    }
}
