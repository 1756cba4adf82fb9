namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a room (<c>core_room.id</c>).</summary>
public readonly record struct RoomId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
