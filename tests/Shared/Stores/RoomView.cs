using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Testing.Stores;

/// <summary>A row of <c>core_roomview</c>.</summary>
public sealed record RoomView(long Id, RoomId Room, UserId User, DateTimeOffset Start, DateTimeOffset? End);
