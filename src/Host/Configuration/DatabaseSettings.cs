namespace Venueless.Fast.Host.Configuration;

/// <summary>Section <c>database</c>.</summary>
/// <param name="Kind">SQLite when asked for, or when nothing about a database is configured.</param>
/// <param name="File">Full path of the SQLite file; meaningless for PostgreSQL.</param>
/// <param name="Name">Name of the PostgreSQL database.</param>
/// <param name="User">User of the PostgreSQL server.</param>
/// <param name="Password">May be empty.</param>
/// <param name="Host">Empty: the local socket.</param>
/// <param name="Port">Of the PostgreSQL server.</param>
internal sealed record DatabaseSettings(StoreKind Kind, string File, string Name, string User, Secret Password, string Host, int Port)
{
    private static readonly string[] Keys = ["backend", "name", "user", "password", "host", "port"];
    private static readonly string[] Variables =
        ["VENUELESS_DB_TYPE", "VENUELESS_DB_NAME", "VENUELESS_DB_USER", "VENUELESS_DB_PASS", "VENUELESS_DB_HOST", "VENUELESS_DB_PORT"];

    public static DatabaseSettings Read(ConfigurationReader reader, ConfigurationSources sources, string dataFolder)
    {
        var isConfigured = reader.HasAny("database", Keys) || Variables.Any(sources.Environment.ContainsKey);
        var kind = isConfigured ? ReadKind(reader) : StoreKind.Sqlite;
        var name = reader.Text("database.name", "VENUELESS_DB_NAME");
        return new DatabaseSettings(
            kind,
            kind == StoreKind.Sqlite && name.Length > 0 ? Path.GetFullPath(name, sources.WorkingFolder) : Path.Combine(dataFolder, "venueless.db"),
            name.Length == 0 ? "venueless" : name,
            reader.Text("database.user", "VENUELESS_DB_USER", "venueless"),
            reader.Secret("database.password", "VENUELESS_DB_PASS"),
            reader.Text("database.host", "VENUELESS_DB_HOST"),
            reader.Number("database.port", "VENUELESS_DB_PORT", 5432, 1, 65535));
    }

    private static StoreKind ReadKind(ConfigurationReader reader)
    {
        switch (reader.Find("database.backend", "VENUELESS_DB_TYPE"))
        {
            case null or { Text: "postgresql" }:
                return StoreKind.PostgreSql;
            case { Text: "sqlite" }:
                return StoreKind.Sqlite;
            case { } found:
                reader.Reject(found.Origin, "expected postgresql or sqlite");
                return StoreKind.PostgreSql;
        }
    }
}
