namespace Venueless.Fast.Core.Permissions;

/// <summary>A compiled role: the known permissions as a word, the unknown strings for the client's list.</summary>
/// <param name="Permissions">What checks look at.</param>
/// <param name="UnknownStrings">Strings that satisfy no check but are sent to clients unchanged (permissions.md section 1).</param>
public sealed record Role(PermissionSet Permissions, IReadOnlyList<string> UnknownStrings)
{
    /// <summary>The role that grants nothing: what an undefined name stands for.</summary>
    public static readonly Role Empty = new(PermissionSet.None, []);

    /// <summary>Compiles a list of permission strings; duplicates collapse.</summary>
    public static Role Compile(IEnumerable<string> strings)
    {
        var known = PermissionSet.None;
        List<string>? unknown = null;
        foreach (var name in strings)
        {
            if (PermissionNames.TryParse(name, out var permission))
            {
                known |= PermissionSet.Of(permission);
            }
            else if (unknown is null || !unknown.Contains(name))
            {
                (unknown ??= []).Add(name);
            }
        }

        return new Role(known, unknown is null ? [] : unknown);
    }
}
