namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_user.moderation_state</c>.</summary>
public static class ModerationStates
{
    public const string None = "";
    public const string Silenced = "silenced";
    public const string Banned = "banned";
}
