namespace Venueless.Fast.Storage.Sql.Consoles;

/// <summary>What one statement of an operator gave.</summary>
/// <param name="Columns">Empty: no rows, but <see cref="Changed"/>.</param>
/// <param name="Rows">As text; null for NULL.</param>
/// <param name="IsCut">There were more rows.</param>
/// <param name="Changed">Rows changed; null if the statement does not say.</param>
public sealed record ConsoleResult(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, bool IsCut, int? Changed);
