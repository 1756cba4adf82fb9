using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlQuestionStore(SqlDatabase database) : IQuestionStore
{
    private readonly SqlDatabase _database = database;
    private readonly RoomsWithRows _rooms = new(database.Readers, database.Sql.Question.RoomsWithQuestions);

    public Task AskAsync(
        RoomId room, string content, string state, UserId sender, DateTimeOffset now, Action<Question> committed, CancellationToken cancellation = default) =>
        _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, new Question(new QuestionId(Guid.NewGuid()), room, content, state, false, StoredTime.Of(now), false, sender, 0)),
            static async (scope, from) =>
            {
                var (sql, question) = from;
                await scope.Prepare(sql.Question.Insert)
                    .Bind("@question", question.Id.Value)
                    .Bind("@content", question.Content)
                    .Bind("@state", question.State)
                    .Bind("@now", question.Timestamp)
                    .Bind("@room", question.Room)
                    .Bind("@sender", question.Sender!.Value)
                    .ExecuteAsync();
                return question;
            },
            committed,
            cancellation);

    public async Task<bool> UpdateAsync(
        RoomId room, QuestionId question, QuestionPatch patch, UserId moderator, Action<QuestionChange> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, question, patch, moderator),
            static (scope, from) => UpdateAsync(scope, from.Sql.Question, from.room, from.question, from.patch, from.moderator),
            committed,
            cancellation) is not null;

    public async Task<bool> DeleteAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, question),
            static async (scope, from) =>
            {
                var sql = from.Sql.Question;
                if (await LockAsync(scope, sql, from.room, from.question) is not { } old)
                {
                    return null;
                }

                var votes = scope.Prepare(sql.DeleteAllVotes).Bind("@question", from.question.Value).ExecuteAsync();
                var row = scope.Prepare(sql.Delete).Bind("@question", from.question.Value).ExecuteAsync();
                await votes;
                await row;
                return old;
            },
            committed,
            cancellation) is not null;

    public async Task<bool> VoteAsync(
        RoomId room, QuestionId question, IReadOnlyCollection<QuestionVote> votes, Action<Question> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, question, votes),
            static (scope, from) => VoteAsync(scope, from.Sql.Question, from.room, from.question, from.votes),
            committed,
            cancellation) is not null;

    public async Task<bool> PinAsync(RoomId room, QuestionId question, Action<Question> committed, CancellationToken cancellation = default) =>
        await _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, question),
            static async (scope, from) =>
            {
                var sql = from.Sql.Question;
                var roomRow = scope.Prepare(sql.LockRoom).Bind("@room", from.room).ReadUuidAsync();
                var found = LockAsync(scope, sql, from.room, from.question);
                await roomRow;
                if (await found is not { } question)
                {
                    return null;
                }

                await scope.Prepare(sql.Pin).Bind("@question", from.question.Value).Bind("@room", from.room).ExecuteAsync();
                return question with { IsPinned = true };
            },
            committed,
            cancellation) is not null;

    public Task UnpinAsync(RoomId room, Action committed, CancellationToken cancellation = default) =>
        _database.Writer.WriteOrderedAsync(
            room,
            (_database.Sql, room, committed),
            static async (scope, from) =>
            {
                var roomRow = scope.Prepare(from.Sql.Question.LockRoom).Bind("@room", from.room).ReadUuidAsync();
                var unpinned = scope.Prepare(from.Sql.Question.Unpin).Bind("@room", from.room).ExecuteAsync();
                await roomRow;
                await unpinned;
                return from.committed;
            },
            static committed => committed(),
            cancellation);

    public async Task<IReadOnlyList<ListedQuestion>> ListAsync(RoomId room, UserId reader, bool withHidden, CancellationToken cancellation = default) =>
        await _rooms.ContainsAsync(room).WaitAsync(cancellation)
            ? await _database.Readers.ReadAsync(
                (_database.Sql, room, reader, withHidden),
                static async (session, from) => (IReadOnlyList<ListedQuestion>)await session
                    .Prepare(from.withHidden ? from.Sql.Question.ListAll : from.Sql.Question.ListShown)
                    .Bind("@room", from.room)
                    .Bind("@user", from.reader)
                    .ReadAllAsync(static row => new ListedQuestion(SqlRows.Question(row), row.Number(9) > 0)),
                cancellation)
            : [];

    private static ValueTask<Question?> LockAsync(WriteScope scope, QuestionSql sql, RoomId room, QuestionId question) =>
        scope.Prepare(sql.Lock).Bind("@question", question.Value).Bind("@room", room).ReadFirstAsync(SqlRows.Question);

    private static ValueTask<Question?> FindAsync(WriteScope scope, QuestionSql sql, QuestionId question) =>
        scope.Prepare(sql.Find).Bind("@question", question.Value).ReadFirstAsync(SqlRows.Question);

    private static async ValueTask<QuestionChange?> UpdateAsync(
        WriteScope scope, QuestionSql sql, RoomId room, QuestionId question, QuestionPatch patch, UserId moderator)
    {
        if (await LockAsync(scope, sql, room, question) is not { } old)
        {
            return null;
        }

        var update = scope.Prepare(sql.Update)
            .Bind("@content", patch.Content)
            .Bind("@state", patch.State)
            .Bind("@answered", SqlRows.Flag(patch.IsAnswered))
            .Bind("@pinned", SqlRows.Flag(patch.IsPinned))
            .Bind("@moderator", moderator)
            .Bind("@question", question.Value)
            .ExecuteAsync();
        var found = FindAsync(scope, sql, question);
        await update;
        return new QuestionChange((await found)!, old.IsVisible);
    }

    /// <summary>Two round trips for any number of votes: the lock, then everything else.</summary>
    private static async ValueTask<Question?> VoteAsync(
        WriteScope scope, QuestionSql sql, RoomId room, QuestionId question, IReadOnlyCollection<QuestionVote> votes)
    {
        if (await LockAsync(scope, sql, room, question) is null)
        {
            return null;
        }

        var wanted = new Dictionary<UserId, bool>(votes.Count);
        foreach (var vote in votes)
        {
            wanted[vote.User] = vote.IsUp;
        }

        var deleted = ChangeVotesAsync(scope, sql.DeleteVotes, question, wanted, isUp: false);
        var inserted = ChangeVotesAsync(scope, sql.InsertVotes, question, wanted, isUp: true);
        var found = FindAsync(scope, sql, question);
        await deleted;
        await inserted;
        return await found;
    }

    private static ValueTask<int> ChangeVotesAsync(WriteScope scope, string sql, QuestionId question, Dictionary<UserId, bool> wanted, bool isUp)
    {
        UserId[] users = [.. wanted.Where(vote => vote.Value == isUp).Select(static vote => vote.Key)];
        return users.Length == 0
            ? ValueTask.FromResult(0)
            : scope.Prepare(sql).Bind("@question", question.Value).Bind("@users", users).ExecuteAsync();
    }
}
