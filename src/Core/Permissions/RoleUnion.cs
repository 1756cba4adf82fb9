namespace Venueless.Fast.Core.Permissions;

/// <summary>Collects roles while rights are computed. Not thread-safe.</summary>
public sealed class RoleUnion
{
    private List<string>? _unknownStrings;

    /// <summary>Union of the known permissions.</summary>
    public PermissionSet Permissions { get; private set; }

    /// <summary>Union of the unknown strings, without duplicates.</summary>
    public IReadOnlyList<string> UnknownStrings => _unknownStrings is null ? [] : _unknownStrings;

    public void Add(Role role)
    {
        Permissions |= role.Permissions;
        foreach (var name in role.UnknownStrings)
        {
            if (_unknownStrings is null || !_unknownStrings.Contains(name))
            {
                (_unknownStrings ??= []).Add(name);
            }
        }
    }
}
