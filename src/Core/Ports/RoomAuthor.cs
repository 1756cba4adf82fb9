using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who changes rooms, when, and how the audit log is to show them.</summary>
/// <param name="Describe">The room configuration of rooms.md section 2.2. Called by the writer: pure and quick.</param>
public sealed record RoomAuthor(WorldId World, UserId User, DateTimeOffset Now, Func<RoomRow, RawJson> Describe);
