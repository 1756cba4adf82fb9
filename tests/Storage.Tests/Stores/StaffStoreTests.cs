using Venueless.Fast.Core.Domain.Staff;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class StaffStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Add_NewAndTakenName_WritesOnce(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        var staff = store.Storage.Staff;

        Assert.True(await staff.AddAsync(new NewSuperuser("ada", "a@b", "hash", TestStore.Now)));
        Assert.False(await staff.AddAsync(new NewSuperuser("ada", "", "other", TestStore.Now)));

        var user = await staff.FindAsync("ada");
        Assert.Equal(new StaffUser(user!.Id, "ada", "a@b", "hash", true, true, true, null, TestStore.Now), user);
        Assert.Null(await staff.FindAsync("Ada"));
    }

    [Theory]
    [EveryStore]
    public async Task ChangePassword_OnlyFromWhatWasRead(StoreKind kind)
    {
        await using var store = await TestStore.CreateEmptyAsync(kind);
        var staff = store.Storage.Staff;
        await staff.AddAsync(new NewSuperuser("ada", "", "first", TestStore.Now));
        await staff.AddAsync(new NewSuperuser("bob", "", "first", TestStore.Now));
        var user = (await staff.FindAsync("ada"))!.Id;

        Assert.True(await staff.ChangePasswordAsync(user, "first", "second"));
        Assert.False(await staff.ChangePasswordAsync(user, "first", "third"));
        Assert.False(await staff.ChangePasswordAsync(4711, "first", "third"));

        Assert.Equal("second", (await staff.FindAsync("ada"))!.Password);
        Assert.Equal("first", (await staff.FindAsync("bob"))!.Password);
    }
}
