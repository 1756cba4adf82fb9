namespace Venueless.Fast.Transport.Outbound;

/// <summary>How a flush went.</summary>
internal enum FlushStatus
{
    /// <summary>Taken; more may be written.</summary>
    Completed,

    /// <summary>Taken, but the receiver is behind: write nothing until the callback.</summary>
    Pending,

    /// <summary>Nobody takes the bytes any more.</summary>
    Gone,
}
