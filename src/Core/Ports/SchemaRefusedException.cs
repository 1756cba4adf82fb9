namespace Venueless.Fast.Core.Ports;

/// <summary>The database is reachable, but this version cannot work on its schema, or may not change it. It was left as it is; the operator has to act
/// (operations.md section 3.1).</summary>
/// <remarks><see cref="Exception.Message"/> is one line that says why and what to do.</remarks>
public sealed class SchemaRefusedException : Exception
{
    public SchemaRefusedException(string message, IReadOnlyList<string> details)
        : base(message) => Details = details;

    /// <summary>What the message speaks of, one each: steps, columns, tables, the database's own words.</summary>
    public IReadOnlyList<string> Details { get; }
}
