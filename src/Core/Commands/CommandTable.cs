namespace Venueless.Fast.Core.Commands;

/// <summary>The dispatch table: name to number, number to handler. The generator derives the one implementation from all <see cref="CommandAttribute"/>s.</summary>
/// <remarks>Per command; lookup and gates allocate nothing.</remarks>
public abstract class CommandTable
{
    /// <summary>Number of commands; numbers run from 0 to Count - 1 in ordinal order of the names.</summary>
    public abstract int Count { get; }

    /// <summary>Number of the command, or -1.</summary>
    public abstract int Find(ReadOnlySpan<byte> name);

    /// <summary>Wire name of a command, for metrics and logs.</summary>
    public abstract string NameOf(int command);

    /// <summary>True when the command passes a room or channel gate and so needs room data of the allowed age (connection.md section 9).</summary>
    public abstract bool UsesRoom(int command);

    /// <summary>
    /// Runs the gates in the specified order, binds the body and calls the handler. Everything that reads <paramref name="body"/> happens before the
    /// method returns; the task may complete later.
    /// </summary>
    /// <param name="command">Number from <see cref="Find"/>.</param>
    /// <param name="context">The connection's context, prepared for this command.</param>
    /// <param name="body">The body's JSON text, borrowed until return, already checked for being one valid JSON value.</param>
    public abstract ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body);
}
