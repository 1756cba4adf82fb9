namespace Venueless.Fast.Core.Protocol;

/// <summary>What makes JSON text unfit for storage although it is valid JSON (connection.md section 3).</summary>
public enum TextFault
{
    None,

    /// <summary>U+0000, which PostgreSQL cannot store.</summary>
    NullCharacter,

    /// <summary>An escape that is half of a surrogate pair: no UTF-8 exists for it.</summary>
    HalfSurrogatePair,
}
