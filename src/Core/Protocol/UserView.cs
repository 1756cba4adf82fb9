namespace Venueless.Fast.Core.Protocol;

/// <summary>Which keys of a user object a receiver sees (auth-and-users.md section 3).</summary>
[Flags]
public enum UserView
{
    Public = 0,

    /// <summary>Adds <c>moderation_state</c> and <c>token_id</c>: for holders of <c>world:users.manage</c>.</summary>
    Admin = 1,

    /// <summary>Adds <c>client_state</c>: for the user itself.</summary>
    Own = 2,

    /// <summary>Leaves <c>badges</c> empty.</summary>
    Unbadged = 4,

    /// <summary>Leaves out <c>deleted</c>: results of <c>user.list.search</c>.</summary>
    Found = 8,
}
