using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What became of a <see cref="DirectOpening"/>.</summary>
/// <param name="Channel">Null: refused, because a user does not exist here, is deleted, is no person who can be written to, or blocks another one.</param>
/// <param name="Members">All members.</param>
/// <param name="Joins">Events of a new channel, by id, one per member in their order; empty: the channel was there already.</param>
public sealed record DirectOutcome(ChannelId? Channel, IReadOnlyList<UserRow> Members, IReadOnlyList<ChatEvent> Joins)
{
    public static readonly DirectOutcome Refused = new(null, [], []);
}
