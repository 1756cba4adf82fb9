namespace Venueless.Fast.Modules.Chat.Reading;

/// <summary>What is left to be done so that a reader is told of the next message.</summary>
[Flags]
internal enum ArmingNeed : byte
{
    /// <summary>The reader is armed, but somebody may have written since what was read.</summary>
    Check = 1,

    /// <summary>The reader is to be armed.</summary>
    Arm = 2,

    /// <summary>A direct channel: only other servers ask.</summary>
    ArmDirect = 4,
}
