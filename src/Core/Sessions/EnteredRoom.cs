using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

/// <summary>A room that a session is in, with the topics it receives because of that (rooms.md section 4).</summary>
/// <param name="Room">The room.</param>
/// <param name="Subscriptions">Ended when the session leaves.</param>
public sealed record EnteredRoom(RoomId Room, IReadOnlyList<Subscription> Subscriptions);
