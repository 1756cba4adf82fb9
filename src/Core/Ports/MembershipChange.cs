namespace Venueless.Fast.Core.Ports;

/// <summary>What a chat write does to the acting user's membership.</summary>
public enum MembershipChange
{
    None,

    /// <summary>Insert unless it exists.</summary>
    Join,

    /// <summary>Delete if it exists.</summary>
    Leave,

    /// <summary>Delete if it exists and is volatile.</summary>
    LeaveIfVolatile,

    /// <summary>Hide if it exists and is not hidden: the user leaves a direct channel.</summary>
    Hide,
}
