namespace Venueless.Fast.Core.Commands;

/// <summary>Marks a partial record struct as the body of a command; the generator writes its reader.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class CommandBodyAttribute : Attribute
{
    /// <summary>
    /// True: a body that is not an object counts as <c>{}</c> (only where every field is optional). False: it is refused;
    /// <c>null</c> still counts as <c>{}</c> when no field is required (connection.md section 3).
    /// </summary>
    public bool AcceptsAnything { get; init; }

    /// <summary>True: <c>null</c> is refused even when no field is required, because one of several must be there.</summary>
    public bool RefusesNull { get; init; }
}
