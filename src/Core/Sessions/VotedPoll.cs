using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions;

/// <summary>A poll whose results a session receives because its user has voted.</summary>
/// <param name="Room">The poll's room; leaving it ends the subscription.</param>
public sealed record VotedPoll(RoomId Room, Subscription Subscription)
{
    public PollId Poll => new(Subscription.Key.Id);
}
