namespace Venueless.Fast.Core.Permissions;

/// <summary>A set of known permissions in one 64-bit word; a check is an AND.</summary>
public readonly record struct PermissionSet(ulong Bits)
{
    /// <summary>The empty set.</summary>
    public static readonly PermissionSet None;

    /// <summary>The set of one permission.</summary>
    public static PermissionSet Of(Permission permission) => new(1UL << (int)permission);

    /// <summary>The set of several permissions.</summary>
    public static PermissionSet Of(params ReadOnlySpan<Permission> permissions)
    {
        var bits = 0UL;
        foreach (var permission in permissions)
        {
            bits |= 1UL << (int)permission;
        }

        return new PermissionSet(bits);
    }

    public static PermissionSet operator |(PermissionSet left, PermissionSet right) => new(left.Bits | right.Bits);

    public static PermissionSet operator &(PermissionSet left, PermissionSet right) => new(left.Bits & right.Bits);

    /// <summary>True if the permission is in the set.</summary>
    public bool Contains(Permission permission) => (Bits & (1UL << (int)permission)) != 0;

    /// <summary>True if at least one permission of the other set is in this one.</summary>
    public bool ContainsAny(PermissionSet other) => (Bits & other.Bits) != 0;
}
