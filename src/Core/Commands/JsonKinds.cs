namespace Venueless.Fast.Core.Commands;

/// <summary>Kinds of JSON values that a raw body field accepts.</summary>
[Flags]
public enum JsonKinds
{
    None = 0,
    Object = 1,
    Array = 2,
    String = 4,
    Number = 8,
    Boolean = 16,
    Null = 32,
    AnyButNull = Object | Array | String | Number | Boolean,
    Any = AnyButNull | Null,
}
