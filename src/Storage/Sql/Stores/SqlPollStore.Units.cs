using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

// Statements that do not wait for each other share their round trip: started one after the other, then awaited.
internal sealed partial class SqlPollStore
{
    private static ValueTask<PollRow?> LockAsync(WriteScope scope, PollSql sql, RoomId room, PollId poll) =>
        scope.Prepare(sql.Lock).Bind("@poll", poll.Value).Bind("@room", room).ReadFirstAsync(PollRow.Read);

    // Nobody's answers: the column is for lists.
    private static ValueTask<List<PollOptionRow>> ReadOptionsAsync(WriteScope scope, PollSql sql, PollId poll) =>
        scope.Prepare(sql.Options).Bind("@poll", poll.Value).Bind("@user", Guid.Empty).ReadAllAsync(PollOptionRow.Read);

    private static async ValueTask<Poll?> CreateAsync(WriteScope scope, PollSql sql, RoomId room, NewPoll wanted, DateTimeOffset now)
    {
        PollOptionPatch[] options = [.. wanted.Options.Select(static option => option with { Id = new PollOptionId(Guid.NewGuid()) })];
        RawJson? results = PollStates.KeepsResults(wanted.State) ? PollRow.Keep(options.Select(static option => (option.Id!.Value, 0L))) : null;
        var poll = new PollRow(new PollId(Guid.NewGuid()), room, wanted.Content, wanted.State, now, false, results);
        var running = new StatementGroup();
        running.Add(scope.Prepare(sql.Insert)
            .Bind("@poll", poll.Id.Value)
            .Bind("@content", poll.Content)
            .Bind("@state", poll.State)
            .Bind("@type", wanted.Type)
            .Bind("@now", now)
            .Bind("@results", results)
            .Bind("@room", room)
            .ExecuteAsync());
        foreach (var option in options)
        {
            running.Add(InsertOptionAsync(scope, sql, poll.Id, option));
        }

        var stored = ReadOptionsAsync(scope, sql, poll.Id);
        await running.CompleteAsync();
        return poll.With(await stored);
    }

    private static async ValueTask<PollChange?> UpdateAsync(WriteScope scope, PollSql sql, RoomId room, PollId id, PollPatch patch)
    {
        var locked = LockAsync(scope, sql, room, id);
        var read = ReadOptionsAsync(scope, sql, id);
        var found = await locked;
        var options = await read;
        if (found is not { } old)
        {
            return null;
        }

        var votes = options.ToDictionary(static option => option.Id, static option => option.Votes);
        var wanted = patch.Options is { Count: > 0 } listed ? WithIds(listed) : null;
        if (patch.Options is not null && patch.Options.Any(option => option.Id is { } known && !votes.ContainsKey(known)))
        {
            return new PollChange(null, old.State);
        }

        var state = patch.State ?? old.State;
        var results = ResultsToKeep(old, state, wanted, votes);
        var running = new StatementGroup();
        running.Add(scope.Prepare(sql.Update)
            .Bind("@content", patch.Content)
            .Bind("@state", patch.State)
            .Bind("@type", patch.Type)
            .Bind("@pinned", SqlRows.Flag(patch.IsPinned))
            .Bind("@results", results)
            .Bind("@poll", id.Value)
            .ExecuteAsync());
        if (wanted is not null)
        {
            ChangeOptions(scope, sql, id, wanted, votes, running);
        }

        var stored = ReadOptionsAsync(scope, sql, id);
        await running.CompleteAsync();
        var changed = old with { Content = patch.Content ?? old.Content, State = state, IsPinned = patch.IsPinned ?? old.IsPinned, Results = results };
        return new PollChange(changed.With(await stored), old.State);
    }

    private static PollOptionPatch[] WithIds(IReadOnlyList<PollOptionPatch> options) =>
        [.. options.Select(static option => option.Id is null ? option with { Id = new PollOptionId(Guid.NewGuid()) } : option)];

    /// <summary>polls.md section 1: a poll that is over keeps its results; new options make them anew.</summary>
    private static RawJson? ResultsToKeep(PollRow old, string state, PollOptionPatch[]? wanted, Dictionary<PollOptionId, long> votes) =>
        !PollStates.KeepsResults(state) ? null
        : wanted is not null ? PollRow.Keep(wanted.DistinctBy(static option => option.Id).Select(option => (option.Id!.Value, votes.GetValueOrDefault(option.Id.Value))))
        : old.HasResults ? old.Results
        : PollRow.Keep(votes.Select(static option => (option.Key, option.Value)));

    private static void ChangeOptions(
        WriteScope scope, PollSql sql, PollId poll, PollOptionPatch[] wanted, Dictionary<PollOptionId, long> votes, StatementGroup running)
    {
        Guid[] dropped = [.. votes.Keys.Except(wanted.Select(static option => option.Id!.Value)).Select(static option => option.Value)];
        if (dropped.Length > 0)
        {
            running.Add(scope.Prepare(sql.DeleteVotesOfOptions).Bind("@options", dropped).ExecuteAsync());
            running.Add(scope.Prepare(sql.DeleteOptions).Bind("@options", dropped).ExecuteAsync());
        }

        foreach (var option in wanted)
        {
            if (votes.ContainsKey(option.Id!.Value))
            {
                running.Add(scope.Prepare(sql.UpdateOption)
                    .Bind("@content", option.Content)
                    .Bind("@order", (long?)option.Order)
                    .Bind("@option", option.Id.Value.Value)
                    .ExecuteAsync());
            }
            else
            {
                running.Add(InsertOptionAsync(scope, sql, poll, option));
            }
        }
    }

    private static ValueTask<int> InsertOptionAsync(WriteScope scope, PollSql sql, PollId poll, PollOptionPatch option) =>
        scope.Prepare(sql.InsertOption)
            .Bind("@option", option.Id!.Value.Value)
            .Bind("@order", (long)(option.Order ?? 1))
            .Bind("@content", option.Content ?? "")
            .Bind("@poll", poll.Value)
            .ExecuteAsync();

    private static async ValueTask<Poll?> DeleteAsync(WriteScope scope, PollSql sql, RoomId room, PollId id)
    {
        var locked = LockAsync(scope, sql, room, id);
        var options = scope.Prepare(sql.OptionIds).Bind("@poll", id.Value).ReadAllAsync(static row => row.Uuid(0));
        var found = await locked;
        var dropped = await options;
        if (found is not { } poll)
        {
            return null;
        }

        var running = new StatementGroup();
        running.Add(scope.Prepare(sql.DeleteVotesOfOptions).Bind("@options", dropped).ExecuteAsync());
        running.Add(scope.Prepare(sql.DeleteOptions).Bind("@options", dropped).ExecuteAsync());
        running.Add(scope.Prepare(sql.Delete).Bind("@poll", id.Value).ExecuteAsync());
        await running.CompleteAsync();
        return poll.With([]);
    }

    /// <summary>Two round trips for any number of votes: the lock with the options, then everything else.</summary>
    private static async ValueTask<Poll?> VoteAsync(WriteScope scope, PollSql sql, RoomId room, PollId id, IReadOnlyCollection<PollVote> votes)
    {
        var locked = LockAsync(scope, sql, room, id);
        var options = ReadOptionsAsync(scope, sql, id);
        var found = await locked;
        var known = await options;
        if (found is not { } poll || poll.State != PollStates.Open || votes.Count == 0)
        {
            return found?.With(known);
        }

        var byUser = new Dictionary<UserId, IReadOnlySet<PollOptionId>>(votes.Count);
        foreach (var vote in votes)
        {
            byUser[vote.User] = vote.Options;
        }

        var running = new StatementGroup();
        running.Add(scope.Prepare(sql.DeleteVotes).Bind("@users", byUser.Keys).Bind("@poll", id.Value).ExecuteAsync());
        foreach (var option in known)
        {
            UserId[] users = [.. byUser.Where(choice => choice.Value.Contains(option.Id)).Select(static choice => choice.Key)];
            if (users.Length > 0)
            {
                running.Add(scope.Prepare(sql.InsertVotes).Bind("@option", option.Id.Value).Bind("@users", users).ExecuteAsync());
            }
        }

        var counted = ReadOptionsAsync(scope, sql, id);
        await running.CompleteAsync();
        return poll.With(await counted);
    }
}
