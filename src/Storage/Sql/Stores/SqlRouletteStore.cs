using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlRouletteStore(SqlDatabase database) : IRouletteStore
{
    private readonly SqlDatabase _database = database;

    public Task<RouletteOutcome> StartAsync(RouletteRequest request, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Of(request.Room), (_database.Sql, request), static (scope, from) => StartAsync(scope, from.Sql, from.request), cancellation);

    public Task<IReadOnlyList<CallId>> WithdrawAsync(Guid socket, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, socket),
            static async (scope, from) => (IReadOnlyList<CallId>)await scope.Prepare(from.Sql.Roulette.Withdraw)
                .Bind("@socket", from.socket)
                .ReadAllAsync(static row => new CallId(row.Uuid(0))),
            cancellation);

    public Task<bool> IsPairedAsync(CallId call, UserId user, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, call, user),
            static async (session, from) =>
                await session.Prepare(from.Sql.Roulette.FindPairing).Bind("@call", from.call.Value).Bind("@user", from.user).ReadUuidAsync() is not null,
            cancellation);

    private static async ValueTask<RouletteOutcome> StartAsync(WriteScope scope, SqlStatements sql, RouletteRequest request)
    {
        await scope.Prepare(sql.Roulette.LockRoom).Bind("@room", request.Room).ReadUuidAsync();
        if (request.IsRenewal
            && await scope.Prepare(sql.Roulette.FindCaller).Bind("@call", request.Call.Value).ReadUuidAsync() is { } caller)
        {
            return new RouletteOutcome(await ReadUserAsync(scope, sql, request, caller), request.Call, 0);
        }

        while (await FindCandidateAsync(scope, sql, request) is { } candidate)
        {
            if (await TryPairAsync(scope, sql, request, candidate))
            {
                return new RouletteOutcome(await ReadUserAsync(scope, sql, request, candidate.User), new CallId(candidate.Call), 0);
            }
        }

        await scope.Prepare(sql.Roulette.Wait)
            .Bind("@call", request.Call.Value)
            .Bind("@socket", request.Socket)
            .Bind("@expiry", request.Expiry)
            .Bind("@room", request.Room)
            .Bind("@user", request.User)
            .ExecuteAsync();
        var recent = await scope.Prepare(sql.Roulette.CountRecent)
            .Bind("@room", request.Room)
            .Bind("@since", request.RecentSince)
            .Bind("@user", request.User)
            .ReadNumberAsync();
        return new RouletteOutcome(null, request.Call, recent ?? 0);
    }

    private static async ValueTask<(Guid Call, Guid User)?> FindCandidateAsync(WriteScope scope, SqlStatements sql, RouletteRequest request) =>
        await scope.Prepare(sql.Roulette.FindCandidate)
            .Bind("@room", request.Room)
            .Bind("@user", request.User)
            .Bind("@now", request.Now)
            .Bind("@since", request.RematchSince)
            .ReadFirstAsync(static row => ((Guid Call, Guid User)?)(row.Uuid(0), row.Uuid(1)));

    private static async ValueTask<bool> TryPairAsync(WriteScope scope, SqlStatements sql, RouletteRequest request, (Guid Call, Guid User) candidate)
    {
        var taken = await scope.Prepare(sql.Roulette.TakeRequests)
            .Bind("@candidate", candidate.Call)
            .Bind("@socket", request.Socket)
            .Bind("@room", request.Room)
            .ReadAllAsync(static row => row.Uuid(0));
        if (!taken.Contains(candidate.Call))
        {
            return false;
        }

        await scope.Prepare(sql.Roulette.InsertPairing)
            .Bind("@call", candidate.Call)
            .Bind("@now", request.Now)
            .Bind("@room", request.Room)
            .Bind("@user", request.User)
            .Bind("@other", candidate.User)
            .ExecuteAsync();
        return true;
    }

    // There is one: rows of the roulette go with their users.
    private static ValueTask<UserRow?> ReadUserAsync(WriteScope scope, SqlStatements sql, RouletteRequest request, Guid user) =>
        scope.Prepare(sql.User.ById.Text).Bind("@world", request.World).Bind("@user", user).ReadFirstAsync(SqlRows.User);
}
