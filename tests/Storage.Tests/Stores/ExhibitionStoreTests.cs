using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class ExhibitionStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Patch_Creates_AndIsFoundAsItIsReturned(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (admin, staff) = (await store.AddUserAsync(), await store.AddUserAsync());
        var patch = Patch(new ExhibitorId(Guid.NewGuid()), store.Room, "Acme", staff) with
        {
            Creates = true,
            Links = [new ExhibitorLink("b", "u", "profile", 2), new ExhibitorLink("a", "u", "download", 1), new ExhibitorLink("a", "u", "download", 1)],
            SocialMediaLinks = [new SocialMediaLink("s", "u")],
        };

        var patched = await store.Storage.Exhibition.PatchAsync(patch, Author(admin));

        store.Execute($"INSERT INTO core_exhibitorstaff (exhibitor_id, user_id) VALUES ('{patch.Id}', NULL)");
        var found = (await store.Storage.Exhibition.FindAsync(TestStore.World, patch.Id))!;
        Assert.Equal((PatchVerdict.Stored, "Acme", "1x1", true), (patched.Verdict, found.Row.Name, found.Row.Size, found.Row.ContactEnabled));
        Assert.Equal(patched.After!.Row, found.Row);
        Assert.Equal(["a", "b"], found.Links.Select(static link => link.DisplayText));
        Assert.Equal([staff], found.Staff.Select(static user => user.Id));
        Assert.Equal([staff], patched.Concerned);
        Assert.Null(await store.Storage.Exhibition.FindAsync(new WorldId("other"), patch.Id));
        Assert.Equal(patch.Id, Assert.Single(await store.Storage.Exhibition.ListAsync(store.Room)).Id);
        Assert.Equal(patch.Id, Assert.Single(await store.Storage.Exhibition.FindStaffedAsync(TestStore.World, staff)).Row.Id);
        Assert.Empty(await store.Storage.Exhibition.FindStaffedAsync(TestStore.World, admin));
        Assert.Equal(3, store.Number($"SELECT version FROM core_room WHERE id = '{store.Room}'"));
    }

    [Theory]
    [EveryStore]
    public async Task Patch_Refused_ChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (admin, staff, stranger) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        var id = await CreateAsync(store, admin, staff);
        var patch = Patch(id, store.Room, "New", staff);

        foreach (var (refused, verdict) in new[]
        {
            (patch with { Id = new ExhibitorId(Guid.NewGuid()) }, PatchVerdict.Unknown),
            (patch with { Room = ExhibitorPatch.NoRoom }, PatchVerdict.Unknown),
            (patch with { IsByManager = false }, PatchVerdict.NotStaff),
            (patch with { Staff = [staff, new UserId(Guid.NewGuid())] }, PatchVerdict.UnknownUser),
        })
        {
            Assert.Equal(verdict, (await store.Storage.Exhibition.PatchAsync(refused, Author(stranger))).Verdict);
        }

        Assert.Equal("Acme", store.Text("SELECT name FROM core_exhibitor"));
        Assert.Equal(1, store.Number("SELECT count(*) FROM core_auditlog"));
        Assert.Equal(PatchVerdict.Stored, (await store.Storage.Exhibition.PatchAsync(patch with { IsByManager = false, Room = null, Staff = null }, Author(staff))).Verdict);
    }

    [Theory]
    [EveryStore]
    public async Task Patch_ByManyAtOnce_TheLastWinsAsAWholeAndTheAuditLogIsAChain(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = OpenOther(store, kind);
        var admin = await store.AddUserAsync();
        var users = new List<UserId>();
        for (var number = 0; number < 6; number++)
        {
            users.Add(await store.AddUserAsync());
        }

        var id = await CreateAsync(store, admin);
        var patches = Enumerable.Range(0, 24).Select(number => Patch(id, store.Room, $"{number}", users[number % 6], users[(number + 1) % 6], users[(number + 3) % 6]) with
        {
            Links = [new ExhibitorLink("all", "u", "profile", 0), new ExhibitorLink($"{number}", "u", "profile", 0)],
        }).ToList();

        var results = await Task.WhenAll(patches.Select((patch, number) => Task.Run(() =>
            (number % 2 == 0 ? store.Storage : other ?? store.Storage).Exhibition.PatchAsync(patch, Author(admin)))));

        Assert.All(results, static result => Assert.Equal(PatchVerdict.Stored, result.Verdict));
        var stored = (await store.Storage.Exhibition.FindAsync(TestStore.World, id))!;
        var last = patches.Single(patch => patch.Change(stored.Row).Name == stored.Row.Name);
        Assert.Equal(last.Staff!.Order(ById), stored.Staff.Select(static user => user.Id).Order(ById));
        Assert.Equal(last.Links!.Select(static link => link.DisplayText).Order(), stored.Links.Select(static link => link.DisplayText).Order());
        string? old = null;
        foreach (var data in store.Texts("SELECT data FROM core_auditlog ORDER BY id"))
        {
            using var entry = JsonDocument.Parse(data!);
            Assert.True(old is null || old == entry.RootElement.GetProperty("old").GetProperty("name").GetString());
            old = entry.RootElement.GetProperty("new").GetProperty("name").GetString();
        }

        Assert.Equal(stored.Row.Name, old);
    }

    [Theory]
    [EveryStore]
    public async Task Patch_AgainstDeletionOfTheUser_ADeletedUserIsNobodysStaff(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = OpenOther(store, kind);
        var admin = await store.AddUserAsync();
        var id = await CreateAsync(store, admin);
        for (var round = 0; round < 10; round++)
        {
            var user = await store.AddUserAsync();

            var patching = Task.Run(() => store.Storage.Exhibition.PatchAsync(Patch(id, store.Room, "x", user), Author(admin)));
            var deleting = Task.Run(() => (other ?? store.Storage).Moderation.DeleteAsync(TestStore.World, user, new UserAuthor(TestStore.World, admin, TestStore.Now)));

            Assert.NotNull(await deleting);
            Assert.Contains((await patching).Verdict, new[] { PatchVerdict.Stored, PatchVerdict.UnknownUser });
            Assert.Equal(0, store.Number($"SELECT count(*) FROM core_exhibitorstaff WHERE user_id = '{user}'"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task Delete_AgainstViewsAndContacts_LeavesNothingAndFailsNobody(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var other = OpenOther(store, kind);
        var admin = await store.AddUserAsync();
        var guest = new User((await store.Storage.Users.FindAsync(TestStore.World, await store.AddUserAsync()))!);
        for (var round = 0; round < 10; round++)
        {
            var id = await CreateAsync(store, admin);
            var second = other ?? store.Storage;

            var adding = Enumerable.Range(0, 8).Select(number => Task.Run(async () => number % 2 == 0
                ? (object?)await second.Exhibition.AddViewAsync(TestStore.World, id, guest.Id, TestStore.Now)
                : await second.Contacts.CreateAsync(TestStore.World, new ContactRequestId(Guid.NewGuid()), id, guest, TestStore.Now))).ToList();
            var deleted = await store.Storage.Exhibition.DeleteAsync(id, Author(admin));

            await Task.WhenAll(adding);
            Assert.NotNull(deleted);
            Assert.Null(await store.Storage.Exhibition.DeleteAsync(id, Author(admin)));
            Assert.Equal(0, store.Number("SELECT (SELECT count(*) FROM core_exhibitor) + (SELECT count(*) FROM core_exhibitorview) + (SELECT count(*) FROM core_contactrequest)"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task ReadData_OfSeveral_GivesEachItsOwnAndSharesWhatIsTheSame(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (admin, first, second, third) = (await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync(), await store.AddUserAsync());
        var both = await CreateAsync(store, admin, first, second);
        var own = await CreateAsync(store, admin, third);
        var guest = new User((await store.Storage.Users.FindAsync(TestStore.World, admin))!);
        await store.Storage.Contacts.CreateAsync(TestStore.World, new ContactRequestId(Guid.NewGuid()), both, guest, TestStore.Now);

        var data = await store.Storage.Exhibition.ReadDataAsync(TestStore.World, [first, second, third, admin]);

        Assert.Same(data[first], data[second]);
        Assert.Equal(both, Assert.Single(data[first].Exhibitors).Id);
        Assert.Equal(admin, Assert.Single(data[first].Requests).User!.Id);
        Assert.Equal((own, 0), (Assert.Single(data[third].Exhibitors).Id, data[third].Requests.Count));
        Assert.Same(ExhibitionData.Empty, data[admin]);
        Assert.Single((await store.Storage.Exhibition.ReadDataAsync(TestStore.World, [first]))[first].Requests);
    }

    private static IComparer<UserId> ById { get; } = Comparer<UserId>.Create(static (left, right) => left.Value.CompareTo(right.Value));

    // SQLite has one process only.
    private static SqlStorage? OpenOther(TestStore store, StoreKind kind) => kind == StoreKind.Postgres ? store.Backend.Open(new StoreLimits(), store.Time) : null;

    private static async Task<ExhibitorId> CreateAsync(TestStore store, UserId admin, params UserId[] staff)
    {
        var id = new ExhibitorId(Guid.NewGuid());
        await store.Storage.Exhibition.PatchAsync(Patch(id, store.Room, "Acme", staff) with { Creates = true }, Author(admin));
        return id;
    }

    private static ExhibitorPatch Patch(ExhibitorId id, RoomId room, string name, params UserId[] staff) =>
        new(id, Creates: false, IsByManager: true, row => row with { Name = name }, room, null, null, null, staff);

    private static ExhibitorAuthor Author(UserId user) =>
        new(TestStore.World, user, TestStore.Now, static exhibitor => TestStore.Json($$"""{"name": "{{exhibitor.Row.Name}}"}"""));
}
