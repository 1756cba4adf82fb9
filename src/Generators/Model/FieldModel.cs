namespace Venueless.Fast.Generators.Model;

/// <summary>One field of a body.</summary>
/// <param name="Property">The property's name, escaped if it is a keyword.</param>
/// <param name="Name">Key on the wire.</param>
/// <param name="Type">What the value is read as.</param>
/// <param name="IsRequired">The property's type is not nullable.</param>
/// <param name="NullIsAbsent">JSON null counts as absent.</param>
/// <param name="Kinds">Accepted kinds of a raw field, as the attribute's number.</param>
/// <param name="MaxLength">Longest text in characters; 0: no limit.</param>
/// <param name="AcceptsAnyText">U+0000 and half surrogate pairs are no refusal.</param>
internal sealed record FieldModel(
    string Property, string Name, FieldType Type, bool IsRequired, bool NullIsAbsent, int Kinds, int MaxLength, bool AcceptsAnyText);
