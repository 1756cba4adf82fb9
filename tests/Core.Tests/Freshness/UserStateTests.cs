using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Freshness;

/// <summary>A user's shared copy never goes back to an older row, above all not behind a moderation.</summary>
public sealed class UserStateTests
{
    private static readonly UserId Id = new(Guid.Parse(SessionHarness.UserA));

    private readonly SessionHarness _harness = new();

    private ScriptedUserStore Store => _harness.Users;

    [Fact]
    public async Task Add_RowReadBeforeAWrite_DoesNotUndoIt()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        await state.ValidateAsync();

        var banned = Store.Rows[Id] = read with { ModerationState = ModerationStates.Banned, Version = 2 };
        state.Update(banned);

        // A second login had read the row before the ban, and has written its own version since.
        await AddAsync(read with { Version = 3 });
        Assert.True(state.Current.IsBanned);
        await state.ValidateAsync();

        Assert.True(state.Current.IsBanned);
    }

    [Fact]
    public async Task UpdateOwn_MadeFromAnOlderCopy_KeepsTheGrants()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        await state.ValidateAsync();
        state.Update(read with { WorldGrants = ["speaker"] });

        state.UpdateOwn(read with { Profile = RawJson.EmptyObject, ClientState = new RawJson("[1]"u8.ToArray()), Version = read.Version + 1 });

        Assert.Equal(["speaker"], state.Current.Row.WorldGrants);
        Assert.Equal("[1]", state.Current.Row.ClientState.ToString());
        Assert.Equal(read.Version + 1, state.Current.Row.Version);
    }

    [Fact]
    public async Task UpdateOwn_OfARowThatOthersHaveChanged_TakesAllOfIt()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        await state.ValidateAsync();

        state.UpdateOwn(read with { ModerationState = ModerationStates.Banned, Version = read.Version + 2 });
        state.UpdateOwn(read with { Version = read.Version + 1 });

        Assert.True(state.Current.IsBanned);
    }

    [Fact]
    public async Task Validate_WriteWhileTheRowIsRead_DoesNotUndoIt()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        Store.AfterRead = () =>
        {
            Store.AfterRead = null;
            state.Update(Store.Rows[Id] = read with { ModerationState = ModerationStates.Banned, Version = 2 });
        };

        await state.ValidateAsync();

        Assert.True(state.Current.IsBanned);
    }

    [Fact]
    public async Task Validate_AfterAnotherLogin_ReadsTheRowThoughNobodyElseHasWritten()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        await state.ValidateAsync();
        Store.Rows[Id] = read with { Traits = ["speaker"], Version = 2 };

        await AddAsync(read);
        await state.ValidateAsync();

        Assert.Equal(["speaker"], state.Current.Traits);
    }

    [Fact]
    public async Task Poll_ARowThatCannotBeRead_KeepsNobodyFromBeingCompared()
    {
        var states = new List<UserState>();
        for (var number = 0; number < 8; number++)
        {
            var row = ScriptedUserStore.Row(new UserId(Guid.NewGuid()));
            states.Add(await AddAsync(Store.Rows[row.Id] = row));
            Store.Rows[row.Id] = row with { Traits = ["speaker"], Version = 2 };
        }

        // The first row that is read; the others come after it, whatever their order is.
        var defect = new InvalidCastException();
        Store.AfterRead = () =>
        {
            Store.AfterRead = null;
            throw defect;
        };
        var failure = await Assert.ThrowsAsync<AggregateException>(() => _harness.Services.Users.PollAsync(TimeSpan.Zero));

        Assert.Equal([defect], failure.InnerExceptions);
        Assert.Equal(7, states.Count(static state => state.Current.Traits is ["speaker"]));
    }

    [Fact]
    public async Task Change_FromItsCommitOn_NoCopyIsUsedUnchecked()
    {
        var read = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(read);
        await state.ValidateAsync();
        var age = TimeSpan.FromMinutes(1);
        Assert.True(state.IsFresh(age));

        var changed = await _harness.Services.Users.ChangeAsync(Id, Store, async store =>
        {
            Assert.False(state.IsFresh(age));
            await state.ValidateAsync();
            Assert.False(state.Current.IsBanned);

            // The commit: from here on every command has to see it, though the caller does not know of it yet.
            var banned = store.Rows[Id] = read with { ModerationState = ModerationStates.Banned, Version = 2 };
            Assert.False(state.IsFresh(age));
            await state.ValidateAsync();
            Assert.True(state.Current.IsBanned);
            return banned;
        });

        Assert.NotNull(changed);
        Assert.True(state.IsFresh(age));
        Assert.True(state.Current.IsBanned);
    }

    [Fact]
    public async Task Change_ThatFails_LeavesTheCopyUsable()
    {
        var state = await AddAsync(Store.Rows[Id] = ScriptedUserStore.Row(Id));
        await state.ValidateAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _harness.Services.Users.ChangeAsync(Id, 0, static _ => throw new InvalidOperationException()));

        Assert.True(state.IsFresh(TimeSpan.FromMinutes(1)));
        Assert.False(state.Current.IsBanned);
    }

    [Fact]
    public async Task Change_OfOneUser_LeavesOthersAlone()
    {
        var other = new UserId(Guid.NewGuid());
        var row = Store.Rows[Id] = ScriptedUserStore.Row(Id);
        var state = await AddAsync(Store.Rows[other] = ScriptedUserStore.Row(other));
        await state.ValidateAsync();

        // Two changes of one user at once: the first to end does not end the second.
        await _harness.Services.Users.ChangeAsync(Id, row, async row =>
        {
            await _harness.Services.Users.ChangeAsync(Id, row, static row => Task.FromResult<UserRow?>(row));
            Assert.False((await AddAsync(row)).IsFresh(TimeSpan.FromMinutes(1)));
            Assert.True(state.IsFresh(TimeSpan.FromMinutes(1)));
            return row;
        });
    }

    private async Task<UserState> AddAsync(UserRow row)
    {
        var (session, _) = await _harness.OpenAsync();
        return _harness.Services.Users.Add(row, UserState.NoStamp, session);
    }
}
