using Microsoft.Extensions.Logging;

namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>Log messages of the PostgreSQL schema. Ids 4100 to 4199; next free: 4103.</summary>
internal static partial class SchemaLog
{
    [LoggerMessage(4100, LogLevel.Warning, "The database belongs to a newer reference server than this version knows; going on, because nothing needed is missing. Unknown steps: {Steps}")]
    public static partial void UnknownSteps(ILogger logger, string steps);

    [LoggerMessage(4101, LogLevel.Warning, "Columns of a newer reference server accept no empty value, so new rows of their tables will be refused: {Columns}")]
    public static partial void UnknownMandatoryColumns(ILogger logger, string columns);

    [LoggerMessage(4102, LogLevel.Information, "The second-factor component has further steps, which concern only its own tables: {Steps}")]
    public static partial void FurtherSecondFactorSteps(ILogger logger, string steps);
}
