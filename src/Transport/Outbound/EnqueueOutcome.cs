namespace Venueless.Fast.Transport.Outbound;

/// <summary>What became of a frame, decided under the lock and acted upon outside.</summary>
internal enum EnqueueOutcome
{
    Accepted,

    /// <summary>Closing or closed.</summary>
    Refused,

    /// <summary>The byte limit is exceeded.</summary>
    Full,

    /// <summary>The sink takes nothing any more.</summary>
    Gone,
}
