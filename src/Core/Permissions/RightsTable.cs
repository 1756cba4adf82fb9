using System.Collections.Concurrent;
using System.Collections.Frozen;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Permissions;

/// <summary>
/// Rights in one snapshot of a world, computed once per kind of user: thousands of attendees share one object, and whatever is kept with it (visible rooms, the
/// encoded world config). Thread-safe.
/// </summary>
public sealed class RightsTable
{
    // Beyond any number of kinds that an event has. Users with roles of their own in single rooms may exceed it; the rest is computed for each user.
    private const int MaxKept = 4096;

    private readonly World _world;
    private readonly FrozenSet<string> _traitsThatMatter;
    private readonly ConcurrentDictionary<string, UserRights> _rights = new(StringComparer.Ordinal);

    internal RightsTable(World world)
    {
        _world = world;
        var traits = new HashSet<string>(StringComparer.Ordinal);
        world.TraitGrants.CollectTraits(traits);
        foreach (var room in world.Rooms)
        {
            room.TraitGrants.CollectTraits(traits);
        }

        _traitsThatMatter = traits.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Kinds of users met so far.</summary>
    public int Count => _rights.Count;

    /// <summary>What the user may do; the same object for users that are equal in everything rights depend on.</summary>
    public UserRights Of(User user)
    {
        var signature = RightsSignature.Of(user, _traitsThatMatter);
        if (_rights.TryGetValue(signature, out var known))
        {
            return known;
        }

        var computed = new UserRights(_world, user);
        return _rights.Count < MaxKept ? _rights.GetOrAdd(signature, computed) : computed;
    }
}
