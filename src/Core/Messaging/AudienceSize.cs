namespace Venueless.Fast.Core.Messaging;

/// <summary>How many others get the same frame at this moment, which decides when it leaves (design section 5).</summary>
public enum AudienceSize : byte
{
    /// <summary>One receiver or a handful: it leaves at once.</summary>
    Few,

    /// <summary>It leaves with the next turn of fan-out.</summary>
    Room,

    /// <summary>The same, in slices: smaller audiences go in between.</summary>
    Crowd,
}
