namespace Venueless.Fast.Core.Commands;

/// <summary>
/// Marks a module method as the handler of a command. The generator collects all of them into the dispatch table; the wire name stands only here.
/// </summary>
/// <remarks>
/// The method is an instance method of a class whose name ends in <c>Module</c>, returns <see cref="ValueTask{TResult}"/> of
/// <see cref="CommandResult"/>, and takes a <see cref="CommandContext"/> and, optionally, a body type marked with <see cref="CommandBodyAttribute"/>.
/// </remarks>
/// <param name="name">The complete name, <c>namespace.action</c>; the action may contain dots.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CommandAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
