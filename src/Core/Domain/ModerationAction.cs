namespace Venueless.Fast.Core.Domain;

/// <summary>What a manager of users does to one of them (auth-and-users.md section 6); deletion is no state and stands apart.</summary>
public enum ModerationAction
{
    Ban,

    /// <summary>Of a banned user: nothing.</summary>
    Silence,

    Reactivate,
}
