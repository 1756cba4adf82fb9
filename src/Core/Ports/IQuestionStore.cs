using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Questions of rooms (questions.md). Thread-safe.</summary>
/// <remarks>
/// <para>The writes of one room come one after the other, over all nodes. Their <c>committed</c> is run by the writer after the commit, in the order of the commits
/// and before anybody else's write to the room: what it publishes arrives in that order, too. Quick, must not throw; not run when there is no such question.</para>
/// </remarks>
public interface IQuestionStore
{
    /// <summary>Stores a new question.</summary>
    Task AskAsync(
        RoomId room, string content, string state, UserId sender, DateTimeOffset now, Action<Question> committed, CancellationToken cancellation = default);

    /// <summary>Writes what the patch names, and who did it. False: the room has no such question.</summary>
    Task<bool> UpdateAsync(
        RoomId room, QuestionId question, QuestionPatch patch, UserId moderator, Action<QuestionChange> committed, CancellationToken cancellation = default);

    /// <summary>Deletes the question with its votes. False: the room has no such question.</summary>
    /// <param name="committed">Gets the question as it was, without its score.</param>
    Task<bool> DeleteAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default);

    /// <summary>Stores what these users want, each at most once; of one user the last counts. No votes: only looks. False: the room has no such question.</summary>
    Task<bool> VoteAsync(
        RoomId room, QuestionId question, IReadOnlyCollection<QuestionVote> votes, Action<Question> committed, CancellationToken cancellation = default);

    /// <summary>Pins this question of the room and no other. False: the room has no such question.</summary>
    /// <param name="committed">Gets the question without its score.</param>
    Task<bool> PinAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default);

    /// <summary>Unpins all questions of the room.</summary>
    Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default);

    /// <summary>The room's questions by time, then id.</summary>
    /// <param name="withHidden">False: only what is visible or the reader's own.</param>
    Task<IReadOnlyList<ListedQuestion>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default);
}
