using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>A user store whose rows the test decides; only what sessions use.</summary>
internal sealed class ScriptedUserStore : IUserStore
{
    public Dictionary<UserId, UserRow> Rows { get; } = [];

    public long Stamp { get; set; } = 1;

    public static UserRow Row(UserId id, params string[] traits) => new(
        id, new WorldId("test"), "client", null, ModerationStates.None, UserTypes.Person, true, RawJson.EmptyObject, RawJson.EmptyObject,
        traits, null, null, false, 1, [], []);

    /// <summary>Runs when a row has been read and not yet been given out.</summary>
    public Action? AfterRead { get; set; }

    public Task<UserRow?> FindAsync(WorldId world, UserId user, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<UserRow>> FindManyAsync(WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        IReadOnlyList<UserRow> rows = [.. users.Where(Rows.ContainsKey).Select(user => Rows[user])];
        AfterRead?.Invoke();
        return Task.FromResult(rows);
    }

    public Task<long> ReadStampAsync(UserId user, CancellationToken cancellation = default) => Task.FromResult(Stamp);

    public Task<IReadOnlyList<UserRow>> FindByTokenIdsAsync(WorldId world, IReadOnlyCollection<string> tokenIds, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UserRow>> FindByClientIdsAsync(WorldId world, IReadOnlyCollection<string> clientIds, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UserRow>> FindByPretalxIdsAsync(WorldId world, IReadOnlyCollection<string> pretalxIds, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<UserRow> CreateAsync(NewUser user, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<FirstLogin> CreateLoggedInAsync(NewUser user, DateTimeOffset now, bool trackView, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<long?> RecordLoginAsync(UserId user, WorldId world, DateTimeOffset now, bool trackView, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task EndWorldViewAsync(long view, DateTimeOffset now, bool delete, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<UserRow> UpdateTraitsAsync(UserId user, IReadOnlyList<string> traits, DateTimeOffset now, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public Task<UserRow> UpdateOwnAsync(
        UserId user, RawJson? profile, RawJson? clientState, DateTimeOffset now, UserRow? known = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();
}
