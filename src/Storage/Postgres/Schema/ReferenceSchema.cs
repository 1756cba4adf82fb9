using System.Text.RegularExpressions;

namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>The reference server's schema as <c>reference.sql</c> creates it (schema.md). What we need of a database is read from the same text, so the two cannot differ.</summary>
internal sealed partial class ReferenceSchema
{
    private const string Resource = "Postgres/Schema/reference";

    private ReferenceSchema(string script, Dictionary<string, IReadOnlyList<string>> tables, List<ReferenceStep> steps)
    {
        Script = script;
        Tables = tables;
        Steps = steps;
    }

    /// <summary>Creates everything in an empty database, with the rows of <c>django_migrations</c> and <c>django_content_type</c>.</summary>
    public string Script { get; }

    /// <summary>The names of the columns by table.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Tables { get; }

    /// <summary>The steps of the reference server that the schema contains, each app's in their order.</summary>
    public IReadOnlyList<ReferenceStep> Steps { get; }

    public static ReferenceSchema Load()
    {
        using var reader = new StreamReader(typeof(ReferenceSchema).Assembly.GetManifestResourceStream(Resource)!);
        return Parse(reader.ReadToEnd());
    }

    private static ReferenceSchema Parse(string script)
    {
        var tables = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var steps = new List<ReferenceStep>();
        var columns = new List<string>();
        foreach (var line in script.Split('\n'))
        {
            if (TableLine().Match(line) is { Success: true } table)
            {
                columns = [];
                tables.Add(table.Groups["name"].Value, columns);
            }
            else if (ColumnLine().Match(line) is { Success: true } column)
            {
                columns.Add(column.Groups["name"].Value);
            }
            else if (StepLine().Match(line) is { Success: true } step)
            {
                steps.Add(new ReferenceStep(step.Groups["app"].Value, step.Groups["name"].Value));
            }
        }

        return new ReferenceSchema(script, tables, steps);
    }

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+) \($")]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^    ""?(?<name>[a-z]\w*)""? [a-z]")]
    private static partial Regex ColumnLine();

    [GeneratedRegex(@"^    \('(?<app>\w+)', '(?<name>\w+)', now\(\)\)")]
    private static partial Regex StepLine();
}
