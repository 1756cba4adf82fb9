namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>One step of our own on top of the reference schema: a file of <c>Steps/</c>. It only adds, and under names that start with <c>fast_</c>,
/// so that the reference server goes on working, or how PostgreSQL stores a table. Steps that were published never change; a change is a new step.</summary>
internal sealed record PostgresStep(string Name, string Script)
{
    private const string Folder = "Postgres/Schema/Steps/";

    /// <summary>All steps in the order of their numbers.</summary>
    public static IReadOnlyList<PostgresStep> LoadAll()
    {
        var assembly = typeof(PostgresStep).Assembly;
        var steps = new List<PostgresStep>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            steps.Add(new PostgresStep(resource[Folder.Length..], reader.ReadToEnd()));
        }

        return steps;
    }
}
