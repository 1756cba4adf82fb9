namespace Venueless.Fast.Generators.Model;

/// <summary>The property types that a body field may have.</summary>
internal enum FieldType
{
    String,
    Int32,
    Int64,
    Double,
    Boolean,
    Guid,
    Raw,
    ShortText,
    PossibleId,
    PossibleReference,
    IdList,
    Strings,
}
