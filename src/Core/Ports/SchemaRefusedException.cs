namespace Venueless.Fast.Core.Ports;

/// <summary>The database is reachable, but its schema is none that this version may work on; it was left as it is. The operator has to act (operations.md section 3.1).</summary>
/// <remarks><see cref="Exception.Message"/> is one line that says why and what to do.</remarks>
public sealed class SchemaRefusedException : Exception
{
    public SchemaRefusedException(string message, IReadOnlyList<string> details)
        : base(message) => Details = details;

    /// <summary>What the message speaks of, one name each: the steps, columns or tables.</summary>
    public IReadOnlyList<string> Details { get; }
}
