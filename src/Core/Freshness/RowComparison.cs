using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Freshness;

/// <summary>Whether rows that were read again say the same as before, so that what was computed from them stays valid.</summary>
internal static class RowComparison
{
    public static bool AreEqual(UserRow left, UserRow right) =>
        AreEqual(left.Traits, right.Traits)
        && AreEqual(left.WorldGrants, right.WorldGrants)
        && AreEqual(left.RoomGrants, right.RoomGrants)
        && left == right with { Traits = left.Traits, WorldGrants = left.WorldGrants, RoomGrants = left.RoomGrants };

    /// <summary>The stamp does not count.</summary>
    public static bool AreEqual(World world, WorldData data)
    {
        if (world.Row != data.World || world.Rooms.Count != data.Rooms.Count)
        {
            return false;
        }

        for (var index = 0; index < data.Rooms.Count; index++)
        {
            if (world.Rooms[index].Row != data.Rooms[index])
            {
                return false;
            }
        }

        return true;
    }

    // The order counts: it does for traits (auth-and-users.md section 2).
    private static bool AreEqual<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var index = 0; index < left.Count; index++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[index], right[index]))
            {
                return false;
            }
        }

        return true;
    }
}
