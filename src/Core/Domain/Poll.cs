namespace Venueless.Fast.Core.Domain;

/// <summary>A row of <c>core_poll</c> with its options and their votes (polls.md section 1).</summary>
/// <param name="State">One of <see cref="PollStates"/>.</param>
/// <param name="Options">In their order.</param>
public sealed record Poll(
    PollId Id, RoomId Room, string Content, string State, DateTimeOffset Timestamp, bool IsPinned, IReadOnlyList<PollOption> Options)
{
    public bool IsOpen => State == PollStates.Open;

    public bool IsShown => PollStates.IsShown(State);
}
