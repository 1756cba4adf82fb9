using SQLitePCL;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>Settings of SQLite for the whole process: before its first connection, or without effect.</summary>
internal static class SqliteLibrary
{
    private static readonly bool _isConfigured = Configure();

    /// <summary>
    /// Takes out SQLite's own locks and the counting of its memory, a twentieth of the writer in a profile of joins: a session has one thread at a time, and nobody asks how much memory
    /// SQLite takes. Returns false when it is in use already, and keeps them.
    /// </summary>
    public static bool EnsureConfigured() => _isConfigured;

    private static bool Configure()
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD) == raw.SQLITE_OK && raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0) == raw.SQLITE_OK;
    }
}
