namespace Venueless.Fast.Core.Operators;

/// <summary>What an operator has done to connections (connection.md section 6).</summary>
public enum OperatorAction
{
    /// <summary>They are closed without a message.</summary>
    Drop,

    /// <summary>They get <c>connection.reload</c>; the browser reloads, the server closes nothing.</summary>
    Reload,
}
