using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Counts votes on one open poll; everything else is no part of it. Thread-safe, and nothing waits.</summary>
public sealed class InMemoryPollStore : IPollStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, IReadOnlySet<PollOptionId>> _choices = [];

    /// <summary>Null: there is none.</summary>
    public Poll? Poll { get; set; }

    public Task<bool> VoteAsync(
        RoomId room, PollId poll, IReadOnlyCollection<PollVote> votes, Action<Poll> committed, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (Poll is not { } known || known.Id != poll || known.Room != room)
            {
                return Task.FromResult(false);
            }

            foreach (var vote in votes)
            {
                _choices[vote.User] = vote.Options;
            }

            committed(known with { Options = [.. known.Options.Select(option => option with { Votes = _choices.Values.Count(choice => choice.Contains(option.Id)) })] });
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<PollId>> ReadVotedAsync(RoomId room, UserId user, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<PollId>>(Poll is { } poll && poll.Room == room && _choices.ContainsKey(user) ? [poll.Id] : []);
        }
    }

    public Task CreateAsync(RoomId room, NewPoll poll, DateTimeOffset now, Action<Poll> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<PollChange?> UpdateAsync(RoomId room, PollId poll, PollPatch patch, Action<PollChange> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> PinAsync(RoomId room, PollId poll, Action<Poll> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ListedPoll>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default) => throw new NotSupportedException();
}
