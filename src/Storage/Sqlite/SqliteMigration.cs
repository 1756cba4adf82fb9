namespace Venueless.Fast.Storage.Sqlite;

/// <summary>One step of the schema: a file of <c>Migrations/</c>. Steps that were published never change; a change is a new step.</summary>
internal sealed record SqliteMigration(string Name, string Script)
{
    private const string Folder = "Sqlite/Migrations/";

    /// <summary>All steps in the order of their numbers.</summary>
    public static IReadOnlyList<SqliteMigration> LoadAll()
    {
        var assembly = typeof(SqliteMigration).Assembly;
        var steps = new List<SqliteMigration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            steps.Add(new SqliteMigration(resource[Folder.Length..], reader.ReadToEnd()));
        }

        return steps;
    }
}
