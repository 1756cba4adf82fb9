namespace Venueless.Fast.Core.Ports;

/// <summary>What became of a patch of an exhibitor.</summary>
public enum PatchVerdict
{
    Stored,

    /// <summary>The world has no such exhibitor, or not the room it is to be in.</summary>
    Unknown,

    /// <summary>Neither a manager nor staff of the exhibitor.</summary>
    NotStaff,

    /// <summary>Somebody who is to become staff is no user of the world.</summary>
    UnknownUser,
}
