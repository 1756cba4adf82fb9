namespace Venueless.Fast.Host.Configuration;

/// <summary>Which store holds worlds, users and chats.</summary>
internal enum StoreKind
{
    /// <summary>One file in the data folder or at <c>database.name</c>.</summary>
    Sqlite,

    PostgreSql,
}
