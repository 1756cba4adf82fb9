using System.Text.RegularExpressions;

namespace Venueless.Fast.Storage.Sql.Consoles;

/// <summary>Knows from the statements, one at a time, whether they have left a transaction open. The drivers do not say.</summary>
internal sealed partial class TransactionWatch
{
    /// <summary>An operator's statement has begun a transaction that none has ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>A statement was run. What begins a transaction counts only if it has succeeded; what ends one does so in any case.</summary>
    public void Note(string sql, bool hasSucceeded) => IsOpen = !Ends(sql) && (IsOpen || hasSucceeded && Begins(sql));

    /// <summary>The connection is another one.</summary>
    public void Reset() => IsOpen = false;

    /// <summary>Whether it ends the transaction that it is in. A savepoint is none, and neither is one that was prepared before.</summary>
    public static bool Ends(string sql) => EndOfTransaction().IsMatch(sql) && !EndOfSomethingElse().IsMatch(sql);

    /// <summary>One statement that only reads, by its first word.</summary>
    public static bool IsReading(string sql) => Reading().IsMatch(sql) && !sql.AsSpan().TrimEnd().TrimEnd(';').Contains(';');

    private static bool Begins(string sql) => BeginOfTransaction().IsMatch(sql);

    // Each behind blanks and comments.
    [GeneratedRegex(@"^(\s|--[^\n]*(\n|$)|/\*.*?\*/)*(BEGIN|START\s+TRANSACTION)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex BeginOfTransaction();

    [GeneratedRegex(@"^(\s|--[^\n]*(\n|$)|/\*.*?\*/)*(COMMIT|END|ROLLBACK|ABORT|PREPARE\s+TRANSACTION)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex EndOfTransaction();

    [GeneratedRegex(@"\b(ROLLBACK|ABORT)\s+((WORK|TRANSACTION)\s+)?TO\b|\bPREPARED\b|(?<!NO\s+)\bCHAIN\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EndOfSomethingElse();

    [GeneratedRegex(@"^(\s|--[^\n]*(\n|$)|/\*.*?\*/)*(SELECT|TABLE|VALUES)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Reading();
}
