using Npgsql;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>One command of a round trip: a unit's statement, or those of many units as one.</summary>
internal interface IBatchedCommand
{
    NpgsqlBatchCommand Command { get; }

    /// <summary>It has rows, so the reader has to stop at them.</summary>
    bool HasRows { get; }

    /// <summary>Takes the rows; called for commands that have them, in order.</summary>
    ValueTask ReadAsync(NpgsqlDataReader reader);
}
