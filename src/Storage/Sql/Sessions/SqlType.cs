namespace Venueless.Fast.Storage.Sql.Sessions;

/// <summary>Kinds of parameters; each database has its own representation of them (<c>SqliteFormats</c>; PostgreSQL's are native).</summary>
internal enum SqlType
{
    Text,
    Number,
    Truth,
    Uuid,
    Time,

    /// <summary>A <see cref="Core.Commands.RawJson"/>.</summary>
    Json,

    /// <summary>A <c>string[]</c>.</summary>
    TextList,

    /// <summary>A <c>Guid[]</c>.</summary>
    UuidList,
}
