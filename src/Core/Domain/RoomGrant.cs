namespace Venueless.Fast.Core.Domain;

/// <summary>An explicit role of a user in one room (<c>core_roomgrant</c>).</summary>
public readonly record struct RoomGrant(RoomId Room, string Role);
