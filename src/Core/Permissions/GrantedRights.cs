namespace Venueless.Fast.Core.Permissions;

/// <summary>Rights at one level, after moderation: the word that checks look at and the strings that only clients see.</summary>
public readonly record struct GrantedRights(PermissionSet Permissions, IReadOnlyList<string> UnknownStrings)
{
    /// <summary>Nothing: banned and deleted users.</summary>
    public static readonly GrantedRights None = new(PermissionSet.None, []);
}
