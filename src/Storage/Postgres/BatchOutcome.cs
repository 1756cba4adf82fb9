namespace Venueless.Fast.Storage.Postgres;

/// <summary>What became of one attempt at a batch.</summary>
internal enum BatchOutcome
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>Rolled back because of units that are now marked with their failure; the others may be repeated without them.</summary>
    UnitsFailed,

    /// <summary>Rolled back by a conflict with somebody else; the same batch may be repeated.</summary>
    Conflicted,

    /// <summary>Rolled back, and it is not known because of whom.</summary>
    Refused,

    /// <summary>The same, and units had statements in common: the batch may be repeated with a statement for each.</summary>
    MergeRefused,

    /// <summary>The server cannot be reached, or does not do its work; what is known of the batch is that it was not acknowledged.</summary>
    Unavailable,
}
