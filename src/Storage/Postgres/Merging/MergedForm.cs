namespace Venueless.Fast.Storage.Postgres.Merging;

/// <summary>The form of a statement in which it does for many units what they would do one by one.</summary>
/// <param name="Sql">
/// The parameters have the same names and are arrays: of a list of text its literal, since arrays of arrays cannot be taken apart. The result has the columns of the
/// single statement, and behind them the key of the unit whose row it is.
/// </param>
/// <param name="Key">The parameter by which units are told apart: no two in one statement have the same. Null: every unit changes exactly one row, none comes back.</param>
internal sealed record MergedForm(string Sql, string? Key);
