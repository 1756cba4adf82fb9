using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>Decides whether a database that is not empty can be worked on (the table of states in operations.md section 3.1). Changes nothing.</summary>
/// <remarks>Names only: a database of an older release with <c>serial</c> columns instead of identities is as good as one of ours.</remarks>
internal sealed class SchemaAdoption(ILogger logger)
{
    /// <summary>Versioned on its own; its steps concern only tables that start with this name.</summary>
    private const string SecondFactorApp = "multifactor";

    private const int ShownTables = 10;

    private readonly ILogger _logger = logger;

    /// <summary>Throws <see cref="SchemaRefusedException"/> with all reasons of one kind; warns where work is possible with limits.</summary>
    public async Task CheckAsync(SchemaCatalog catalog, IReadOnlySet<string> tables, CancellationToken cancellation)
    {
        if (!tables.Contains(SchemaCatalog.ReferenceLedger))
        {
            throw new SchemaRefusedException(
                $"The database has tables, but not {SchemaCatalog.ReferenceLedger}: it belongs to something else. Choose an empty database. Found:",
                Shorten(tables));
        }

        var reference = ReferenceSchema.Load();
        var applied = await catalog.ReadReferenceStepsAsync(cancellation);
        var missing = reference.Steps.Where(step => !applied.Contains(step)).ToList();
        if (missing.Count > 0)
        {
            throw new SchemaRefusedException(
                "The database is that of an older installation: bring it up to date with the latest version of the original server first. Missing steps:",
                [.. missing.Select(static step => step.ToString())]);
        }

        var unknown = applied.Except(reference.Steps).ToLookup(static step => step.App == SecondFactorApp);
        if (unknown[true].Any())
        {
            SchemaLog.FurtherSecondFactorSteps(_logger, Join(unknown[true]));
        }

        if (unknown[false].Any())
        {
            CheckNewer(reference, await catalog.ReadColumnsAsync(cancellation));
            SchemaLog.UnknownSteps(_logger, Join(unknown[false]));
        }
    }

    private void CheckNewer(ReferenceSchema reference, IReadOnlySet<ExistingColumn> existing)
    {
        var columns = existing.ToLookup(static column => column.Table, StringComparer.Ordinal);
        var missing = reference.Tables
            .SelectMany(table => columns.Contains(table.Key)
                ? table.Value.Except(columns[table.Key].Select(static column => column.Name)).Select(column => $"{table.Key}.{column}")
                : [table.Key])
            .ToList();
        if (missing.Count > 0)
        {
            throw new SchemaRefusedException(
                "The database is that of a newer installation, and this version needs tables or columns that are gone. Missing:", missing);
        }

        var mandatory = existing.Where(column =>
            column.IsMandatory && reference.Tables.TryGetValue(column.Table, out var known) && !known.Contains(column.Name) && !column.Table.StartsWith(SecondFactorApp, StringComparison.Ordinal));
        if (mandatory.Any())
        {
            SchemaLog.UnknownMandatoryColumns(_logger, Join(mandatory));
        }
    }

    private static string Join<TItem>(IEnumerable<TItem> items) => string.Join(", ", items.Select(static item => item!.ToString()).Order(StringComparer.Ordinal));

    private static List<string> Shorten(IReadOnlySet<string> tables)
    {
        var shown = tables.Order(StringComparer.Ordinal).Take(ShownTables).ToList();
        if (tables.Count > ShownTables)
        {
            shown.Add($"… and {tables.Count - ShownTables} more");
        }

        return shown;
    }
}
