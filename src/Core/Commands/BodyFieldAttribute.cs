namespace Venueless.Fast.Core.Commands;

/// <summary>One field of a command body.</summary>
/// <remarks>Property types: string, long, int, bool, double, Guid, <see cref="RawJson"/>, string[], each also nullable. Nullable means optional: absent gives null.
/// A JSON null for an optional field is refused unless <see cref="NullIsAbsent"/>. Strings with U+0000 are refused (connection.md section 3).</remarks>
/// <param name="name">Key on the wire.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BodyFieldAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>True: JSON null counts as absent.</summary>
    public bool NullIsAbsent { get; init; }

    /// <summary>For <see cref="RawJson"/>: the only kinds accepted; default any except null.</summary>
    public JsonKinds Kinds { get; init; } = JsonKinds.AnyButNull;

    /// <summary>For the <see cref="RawJson"/> of a whole body: true leaves U+0000 and half surrogate pairs to the handler, which has errors of its own for them.</summary>
    public bool AcceptsAnyText { get; init; }

    /// <summary>For string: longest accepted length in characters; 0 = no limit.</summary>
    public int MaxLength { get; init; }
}
