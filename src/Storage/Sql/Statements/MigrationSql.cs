namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>fast_migrations</c>, the ledger of our own steps. It is not <c>django_migrations</c>, which belongs to the reference server.</summary>
internal static class MigrationSql
{
    public const string CreateLedger = "CREATE TABLE IF NOT EXISTS fast_migrations (name TEXT NOT NULL PRIMARY KEY, applied TEXT NOT NULL)";

    public const string List = "SELECT name FROM fast_migrations ORDER BY name";

    public const string Insert = "INSERT INTO fast_migrations (name, applied) VALUES (@name, @applied)";
}
