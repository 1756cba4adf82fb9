using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class ContactStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Accept_ByManyAtOnce_OnlyOneSucceeds(StoreKind kind)
    {
        await using var fair = await Fair.OpenAsync(kind, staff: 6);
        for (var round = 0; round < 10; round++)
        {
            var request = await fair.ContactAsync();

            var accepted = await Task.WhenAll(fair.Staff.Select((user, number) =>
                Task.Run(() => fair.Node(number).Contacts.AcceptAsync(TestStore.World, request, user))));

            var winner = Assert.Single(accepted, static one => one.Notice is not null).Notice!;
            Assert.All(accepted.Where(one => one.Notice != winner), static one => Assert.False(one.IsKnown));
            Assert.Equal((ContactStates.Answered, 6), (winner.Request.State, winner.Staff.Count));
            Assert.Equal(winner.Request.AnsweredBy!.Id.ToString(), fair.Store.Text($"SELECT answered_by_id FROM core_contactrequest WHERE id = '{request}'"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task Accept_AgainstCancelAndDisconnect_TheAnswerStays(StoreKind kind)
    {
        await using var fair = await Fair.OpenAsync(kind, staff: 1);
        for (var round = 0; round < 10; round++)
        {
            var request = await fair.ContactAsync();

            var accepting = Task.Run(() => fair.Node(0).Contacts.AcceptAsync(TestStore.World, request, fair.Staff[0]));
            var others = Enumerable.Range(0, 6).Select(number => Task.Run(() => number % 2 == 0
                ? (Task)fair.Node(number / 2).Contacts.CancelAsync(TestStore.World, request, fair.Guest.Id)
                : fair.Node(number / 2).Contacts.MissOpenAsync(TestStore.World, fair.Guest))).ToList();

            Assert.NotNull((await accepting).Notice);
            await Task.WhenAll(others);
            Assert.Equal("answered", fair.Store.Text($"SELECT state FROM core_contactrequest WHERE id = '{request}'"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task Accept_ByNoStaff_IsRefusedUnchanged(StoreKind kind)
    {
        await using var fair = await Fair.OpenAsync(kind, staff: 1);
        var request = await fair.ContactAsync();

        Assert.Equal(AcceptedContact.NotByStaff, await fair.Node(0).Contacts.AcceptAsync(TestStore.World, request, fair.Guest));
        Assert.Equal(AcceptedContact.Unknown, await fair.Node(0).Contacts.AcceptAsync(new WorldId("other"), request, fair.Staff[0]));
        Assert.Equal("open", fair.Store.Text("SELECT state FROM core_contactrequest"));
    }

    [Theory]
    [EveryStore]
    public async Task MissOpen_TakesTheUsersOpenOnesAndNamesTheirStaff(StoreKind kind)
    {
        await using var fair = await Fair.OpenAsync(kind, staff: 2);
        var (first, answered) = (await fair.ContactAsync(), await fair.ContactAsync());
        await fair.Node(0).Contacts.AcceptAsync(TestStore.World, answered, fair.Staff[0]);
        await fair.Node(0).Contacts.CreateAsync(TestStore.World, new ContactRequestId(Guid.NewGuid()), fair.Exhibitor, fair.Staff[1], TestStore.Now);

        var missed = Assert.Single(await fair.Node(0).Contacts.MissOpenAsync(TestStore.World, fair.Guest));

        Assert.Equal((first, ContactStates.Missed, "Acme", (DateTimeOffset?)TestStore.Now), (missed.Request.Id, missed.Request.State, missed.Request.Exhibitor.Name, missed.Request.Timestamp));
        Assert.Equal(fair.Staff.Select(static user => user.Id), missed.Staff);
        Assert.Empty(await fair.Node(0).Contacts.MissOpenAsync(TestStore.World, fair.Guest));
        Assert.Equal(1, fair.Store.Number("SELECT count(*) FROM core_contactrequest WHERE state = 'open'"));
    }

    /// <summary>A store, on PostgreSQL a second one on the same data, an exhibitor with its staff, and somebody who asks.</summary>
    private sealed class Fair(TestStore store, SqlStorage? other) : IAsyncDisposable
    {
        public TestStore Store { get; } = store;

        public List<User> Staff { get; } = [];

        public User Guest { get; private set; } = null!;

        public ExhibitorId Exhibitor { get; } = new(Guid.NewGuid());

        public static async Task<Fair> OpenAsync(StoreKind kind, int staff)
        {
            var store = await TestStore.CreateAsync(kind);
            var fair = new Fair(store, kind == StoreKind.Postgres ? store.Backend.Open(new StoreLimits(), store.Time) : null);
            fair.Guest = await fair.AddUserAsync();
            for (var number = 0; number < staff; number++)
            {
                fair.Staff.Add(await fair.AddUserAsync());
            }

            var patch = new ExhibitorPatch(
                fair.Exhibitor, Creates: true, IsByManager: true, static row => row with { Name = "Acme" }, store.Room, null, null, null,
                [.. fair.Staff.Select(static user => user.Id)]);
            await store.Storage.Exhibition.PatchAsync(
                patch, new ExhibitorAuthor(TestStore.World, fair.Guest.Id, TestStore.Now, static _ => TestStore.Json("{}")));
            return fair;
        }

        public SqlStorage Node(int number) => number % 2 == 0 ? Store.Storage : other ?? Store.Storage;

        public async Task<ContactRequestId> ContactAsync()
        {
            var id = new ContactRequestId(Guid.NewGuid());
            Assert.NotNull(await Store.Storage.Contacts.CreateAsync(TestStore.World, id, Exhibitor, Guest, TestStore.Now));
            return id;
        }

        public async ValueTask DisposeAsync()
        {
            if (other is not null)
            {
                await other.DisposeAsync();
            }

            await Store.DisposeAsync();
        }

        private async Task<User> AddUserAsync() => new((await Store.Storage.Users.FindAsync(TestStore.World, await Store.AddUserAsync()))!);
    }
}
