using System.Numerics;

namespace Venueless.Fast.Core.Permissions;

/// <summary>Rights at one level, after moderation: the word that checks look at and the strings that only clients see.</summary>
public readonly record struct GrantedRights(PermissionSet Permissions, IReadOnlyList<string> UnknownStrings)
{
    /// <summary>Nothing: banned and deleted users.</summary>
    public static readonly GrantedRights None = new(PermissionSet.None, []);

    /// <summary>The list that a client gets: known and unknown strings, each once, in ordinal order (permissions.md section 4).</summary>
    /// <param name="withoutWorld">For a room's list: leaves out what starts with <c>world:</c>.</param>
    public List<string> ToNames(bool withoutWorld = false)
    {
        var names = new List<string>();
        for (var bits = Permissions.Bits; bits != 0; bits &= bits - 1)
        {
            Add(names, PermissionNames.Of((Permission)BitOperations.TrailingZeroCount(bits)), withoutWorld);
        }

        foreach (var name in UnknownStrings)
        {
            Add(names, name, withoutWorld);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static void Add(List<string> names, string name, bool withoutWorld)
    {
        if (!withoutWorld || !name.StartsWith("world:", StringComparison.Ordinal))
        {
            names.Add(name);
        }
    }
}
