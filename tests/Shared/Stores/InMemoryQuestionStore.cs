using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Counts votes on one question; everything else is no part of it. Thread-safe, and nothing waits.</summary>
public sealed class InMemoryQuestionStore : IQuestionStore
{
    private readonly Lock _lock = new();
    private readonly HashSet<UserId> _voters = [];

    /// <summary>Null: there is none.</summary>
    public Question? Question { get; set; }

    public Task<bool> VoteAsync(
        RoomId room, QuestionId question, IReadOnlyCollection<QuestionVote> votes, Action<Question> committed, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (Question is not { } known || known.Id != question || known.Room != room)
            {
                return Task.FromResult(false);
            }

            foreach (var vote in votes)
            {
                _ = vote.IsUp ? _voters.Add(vote.User) : _voters.Remove(vote.User);
            }

            committed(known with { Score = _voters.Count });
            return Task.FromResult(true);
        }
    }

    public Task AskAsync(
        RoomId room, string content, string state, UserId sender, DateTimeOffset now, Action<Question> committed, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<bool> UpdateAsync(
        RoomId room, QuestionId question, QuestionPatch patch, UserId moderator, Action<QuestionChange> committed, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> PinAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ListedQuestion>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default) =>
        throw new NotSupportedException();
}
