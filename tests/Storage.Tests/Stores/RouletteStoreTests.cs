using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

public sealed class RouletteStoreTests
{
    [Theory]
    [EveryStore]
    public async Task Start_FindsWhoWaits_AndTakesBothRequests(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (first, second) = (await RequestAsync(store), await RequestAsync(store));

        var wait = await store.Storage.Roulette.StartAsync(first);
        var match = await store.Storage.Roulette.StartAsync(second);

        Assert.Equal(new RouletteOutcome(null, first.Call, 0), wait);
        Assert.Equal(first.User, match.Other!.Id);
        Assert.Equal(first.Call, match.Call);
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_rouletterequest"));
        Assert.Equal(
            $"{first.Call} {store.Room} {second.User} {first.User}",
            store.Text("SELECT id || ' ' || room_id || ' ' || user1_id || ' ' || user2_id FROM core_roulettepairing"));
        Assert.Equal("2031-02-03 09:15:22.104000+00:00", store.Text("SELECT timestamp FROM core_roulettepairing"));
        Assert.True(await store.Storage.Roulette.IsPairedAsync(match.Call, first.User));
        Assert.True(await store.Storage.Roulette.IsPairedAsync(match.Call, second.User));
        Assert.False(await store.Storage.Roulette.IsPairedAsync(match.Call, await store.AddUserAsync()));
        Assert.False(await store.Storage.Roulette.IsPairedAsync(second.Call, first.User));
    }

    [Theory]
    [EveryStore]
    public async Task Start_Renewed_KeepsOneRowWithTheNewExpiry(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var request = await RequestAsync(store);
        await store.Storage.Roulette.StartAsync(request);

        await store.Storage.Roulette.StartAsync(request with { IsRenewal = true, Expiry = TestStore.Now.AddSeconds(45) });

        Assert.Equal(request.Call.ToString(), store.Text("SELECT id FROM core_rouletterequest"));
        Assert.Equal("2031-02-03 09:16:07.104000+00:00", store.Text("SELECT expiry FROM core_rouletterequest"));
    }

    [Theory]
    [EveryStore]
    public async Task Start_RenewedAfterItWasFound_TellsWhoHasFoundIt(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (first, second) = (await RequestAsync(store), await RequestAsync(store));
        await store.Storage.Roulette.StartAsync(first);
        await store.Storage.Roulette.StartAsync(second);

        var again = await store.Storage.Roulette.StartAsync(first with { IsRenewal = true });

        Assert.Equal((second.User, first.Call), (again.Other!.Id, again.Call));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_roulettepairing"));
        Assert.Equal(0, store.Number("SELECT COUNT(*) FROM core_rouletterequest"));
    }

    [Theory]
    [EveryStore]
    public async Task Start_DoesNotFindTheExpiredTheBlockedOrOtherRooms(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var otherRoom = new RoomId(Guid.NewGuid());
        store.AddRoom(otherRoom, "Other", priority: 1);
        var request = await RequestAsync(store);
        await WaitAsync(request with { Room = otherRoom, Socket = Guid.NewGuid(), Call = NewCall(), User = await store.AddUserAsync() });
        await WaitAsync(request with { Socket = Guid.NewGuid(), Call = NewCall(), User = await store.AddUserAsync(), Expiry = TestStore.Now.AddMicroseconds(-1) });
        var blocked = request with { Socket = Guid.NewGuid(), Call = NewCall(), User = await store.AddUserAsync() };
        store.Execute($"INSERT INTO core_user_blocked_users (from_user_id, to_user_id) VALUES ('{blocked.User}', '{request.User}')");
        await WaitAsync(blocked);

        Assert.Null((await store.Storage.Roulette.StartAsync(request)).Other);

        var lastMoment = request with { Socket = Guid.NewGuid(), Call = NewCall(), User = await store.AddUserAsync(), Expiry = TestStore.Now };
        store.Execute(
            $"""
            INSERT INTO core_rouletterequest (id, socket_id, expiry, room_id, user_id)
            VALUES ('{lastMoment.Call}', '{lastMoment.Socket}', '2031-02-03 09:15:22.104000+00:00', '{store.Room}', '{lastMoment.User}')
            """);
        Assert.Equal(lastMoment.User, (await store.Storage.Roulette.StartAsync(request with { IsRenewal = true })).Other!.Id);

        async Task WaitAsync(RouletteRequest other) => Assert.Null((await store.Storage.Roulette.StartAsync(other)).Other);
    }

    [Theory]
    [EveryStore]
    public async Task Withdraw_ReturnsWhatStillWaited(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var otherRoom = new RoomId(Guid.NewGuid());
        store.AddRoom(otherRoom, "Other", priority: 1);
        var request = await RequestAsync(store);
        var inOtherRoom = request with { Room = otherRoom, Call = NewCall() };
        await store.Storage.Roulette.StartAsync(request);
        await store.Storage.Roulette.StartAsync(inOtherRoom);
        await store.Storage.Roulette.StartAsync(await RequestAsync(store));

        Assert.Equal([inOtherRoom.Call], await store.Storage.Roulette.WithdrawAsync(request.Socket));
        Assert.Empty(await store.Storage.Roulette.WithdrawAsync(request.Socket));
    }

    [Theory]
    [EveryStore]
    public async Task ManyAtOnce_NobodyIsFoundTwiceAndAtMostOneWaits(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        for (var round = 0; round < 5; round++)
        {
            var room = new RoomId(Guid.NewGuid());
            store.AddRoom(room, $"Room {round}", priority: 2 + round);
            var requests = new List<RouletteRequest>();
            for (var number = 0; number < 41; number++)
            {
                requests.Add(await RequestAsync(store) with { Room = room });
            }

            var outcomes = await Task.WhenAll(requests.Select(request => Task.Run(() => store.Storage.Roulette.StartAsync(request))));

            var found = outcomes.Where(outcome => outcome.Other is not null).ToList();
            Assert.Equal(20, found.Count);
            Assert.Equal(20, found.Select(outcome => outcome.Call).Distinct().Count());
            Assert.Equal(40, store.Number(
                $"""
                SELECT COUNT(DISTINCT u) FROM (
                    SELECT user1_id AS u FROM core_roulettepairing WHERE room_id = '{room}'
                    UNION ALL SELECT user2_id FROM core_roulettepairing WHERE room_id = '{room}') AS met
                """));
            Assert.Equal(1, store.Number($"SELECT COUNT(*) FROM core_rouletterequest WHERE room_id = '{room}'"));
        }
    }

    [Theory]
    [EveryStore]
    public async Task StartAgainstWithdrawal_IsEitherACallOrAWithdrawal(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        for (var round = 0; round < 30; round++)
        {
            var (waiting, looking) = (await RequestAsync(store), await RequestAsync(store));
            await store.Storage.Roulette.StartAsync(waiting);

            var start = Task.Run(() => store.Storage.Roulette.StartAsync(looking));
            var withdrawn = await store.Storage.Roulette.WithdrawAsync(waiting.Socket);
            var outcome = await start;

            Assert.Equal(outcome.Other is null, withdrawn.Count == 1);
            await store.Storage.Roulette.WithdrawAsync(looking.Socket);
        }
    }

    private static CallId NewCall() => new(Guid.NewGuid());

    private static async Task<RouletteRequest> RequestAsync(TestStore store) => new(
        TestStore.World,
        store.Room,
        await store.AddUserAsync(),
        Guid.NewGuid(),
        NewCall(),
        IsRenewal: false,
        TestStore.Now,
        TestStore.Now.AddSeconds(30),
        TestStore.Now.AddDays(-1),
        TestStore.Now.AddMinutes(-5));
}
