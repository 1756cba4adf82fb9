using StackExchange.Redis;
using Venueless.Fast.Storage.Tests.Services;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>connection.md section 14, the scenarios that look at Redis: 16 to 21, 27, 29, 32 and 33 on one node.</summary>
[Trait("Category", "Services")]
public sealed class RedisConnectionScenarioTests : IAsyncLifetime
{
    private const string Label = "unknown.unknown";
    private const string Guest = "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c1d01";
    private const string WorldKey = $"modelcache:core.World:{WireServer.World}:version";

    private TestRedis? _redis;
    private WireServer _server = null!;

    private ConnectionLimitScenarios Limits => new(_server);

    private IDatabase Keys => _redis!.Database;

    public async Task InitializeAsync()
    {
        // Also for tests that are skipped.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestRedis.Variable)))
        {
            _redis = await TestRedis.CreateAsync();
            _server = await WireServer.StartAsync(isPatient: true, redis: _redis.Url);
        }
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null)
        {
            await _server.DisposeAsync();
            await _redis.DisposeAsync();
        }
    }

    [ServiceFact(TestRedis.Variable)]
    public Task Scenario16_NoLimit_NobodyIsReplaced() => Limits.NobodyIsReplacedAsync(null);

    [ServiceTheory(TestRedis.Variable)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public Task Scenario17And18_Limit_TheOldestAreReplacedAndClosed(int limit, int replaced) => Limits.TheOldestAreReplacedAndClosedAsync(limit, replaced);

    [ServiceFact(TestRedis.Variable)]
    public Task Scenario20_UnlimitedPermission_NobodyIsReplaced() =>
        Limits.NobodyIsReplacedAsync(1, roles: """{"attendee":["world:view","world:connections.unlimited"]}""");

    [ServiceFact(TestRedis.Variable)]
    public Task Scenario21_SimultaneousLoginsUnderLimitOne_ExactlyOneSurvives() => Limits.SimultaneousLoginsUnderLimitOne_ExactlyOneSurvivesAsync();

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario27_TwoSockets_CountUnderTheDefaultLabelUntilTheyClose()
    {
        var stranger = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        await using var client = await LogInAsync();

        await WaitForCountAsync(2);
        Assert.Equal("exists", await Keys.StringGetAsync($"connections:{Label}"));
        Assert.InRange((await Keys.KeyTimeToLiveAsync($"connections:{Label}"))!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));

        await stranger.DisposeAsync();
        await WaitForCountAsync(1);
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario28_PingBeforeLogin_RenewsTheLabel()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        await WaitForCountAsync(1);
        await WireServer.WaitUntilAsync(() => Keys.KeyExistsAsync($"connections:{Label}"), "the label");
        await Keys.KeyDeleteAsync($"connections:{Label}");

        await client.PingAsync();

        await WireServer.WaitUntilAsync(() => Keys.KeyExistsAsync($"connections:{Label}"), "the label after the first ping");
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario28_LabelWithoutPing_IsNoLongerListed()
    {
        await using var client = await VenuelessClient.ConnectAsync(_server.Port, WireServer.World);
        await _server.WaitForListedAsync(Label, 1);

        // As when its time is over.
        await Keys.KeyDeleteAsync($"connections:{Label}");

        var (code, output, _) = await _server.RunConnectionsAsync("list");
        Assert.Equal((0, $"{"label",-60} est. number of connections\n"), (code, output));
        Assert.False(await Keys.HashExistsAsync("connections", Label));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario29_LoggedInSocket_IsInTheUsersListAndRenewsIt()
    {
        await using var client = await LogInAsync();
        var list = $"connections.list.user:{WireServer.UserIdOf(client)}";
        var name = Assert.Single(await Keys.ListRangeAsync(list));
        Assert.InRange((await Keys.KeyTimeToLiveAsync(list))!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));
        Assert.Contains(_server.Nodes, node => node.Node.TryFindConnection(name!, out _));

        await ExpireAsync(list);
        await client.PingAsync();
        await WaitForRenewalAsync(list);

        // A second one comes too soon, a third one when it is time.
        await ExpireAsync(list);
        _server.Time.Advance(TimeSpan.FromSeconds(49));
        await client.PingAsync();
        _server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Keys.KeyTimeToLiveAsync(list) <= TimeSpan.FromSeconds(20));
        await client.PingAsync();
        await WaitForRenewalAsync(list);
        Assert.Equal(name, Assert.Single(await Keys.ListRangeAsync(list)));

        await client.Wire.SendCloseAsync();
        Assert.Equal(1000, await client.Wire.ReceiveCloseAsync(answers: false));
        await WireServer.WaitUntilAsync(async () => await Keys.ListLengthAsync(list) == 0, "the user's list to become empty");
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario32_KeyIsMissing_ItIsWrittenAgainAfterTheAllowedAge()
    {
        await using var client = await LogInAsync();
        var userKey = $"modelcache:core.User:{WireServer.UserIdOf(client)}:version";
        await WaitForAsync(WorldKey, await VersionOfAsync("core_world", WireServer.World));
        await WaitForAsync(userKey, await VersionOfAsync("core_user", WireServer.UserIdOf(client).ToString()));
        await WaitForAsync($"modelcache:core.Room:{_server.Room}:version", await VersionOfAsync("core_room", _server.Room));
        await Keys.KeyDeleteAsync([WorldKey, userKey]);

        _server.Time.Advance(TimeSpan.FromSeconds(901));
        await client.CallAsync("user.update", null);

        await WaitForAsync(WorldKey, await VersionOfAsync("core_world", WireServer.World));
        await WaitForAsync(userKey, await VersionOfAsync("core_user", WireServer.UserIdOf(client).ToString()));
        Assert.InRange((await Keys.KeyTimeToLiveAsync(WorldKey))!.Value, TimeSpan.FromSeconds(604_700), TimeSpan.FromSeconds(604_800));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Scenario33_KeyIsHigherThanTheRow_ItIsNotLowered()
    {
        await _server.ExecuteSqlAsync($"UPDATE core_world SET version = 6 WHERE id = '{WireServer.World}'");
        await Keys.StringSetAsync(WorldKey, 7);
        await using var client = await LogInAsync();
        var userKey = $"modelcache:core.User:{WireServer.UserIdOf(client)}:version";

        // The world's version is announced with the user's and before the next one of it.
        for (var round = 0; round < 2; round++)
        {
            await WireServer.WaitUntilAsync(() => Keys.KeyExistsAsync(userKey), "the user's version");
            await Keys.KeyDeleteAsync(userKey);
            _server.Time.Advance(TimeSpan.FromSeconds(901));
            await client.CallAsync("user.update", null);
        }

        await WireServer.WaitUntilAsync(() => Keys.KeyExistsAsync(userKey), "the user's version");
        Assert.Equal(6, (await _server.Nodes.First().Worlds.FindAsync(new(WireServer.World)))!.Current.Row.Version);
        Assert.Equal("7", await Keys.StringGetAsync(WorldKey));
    }

    [ServiceFact(TestRedis.Variable)]
    public async Task Stop_NothingOfTheNodeIsLeft()
    {
        await using var client = await LogInAsync();
        await WaitForCountAsync(1);
        var list = $"connections.list.user:{WireServer.UserIdOf(client)}";
        var node = $"fast:node:{_server.Nodes.First().Node.Id}";
        Assert.True(await Keys.KeyExistsAsync(node));

        await _server.Server.StopAsync();

        Assert.False(await Keys.KeyExistsAsync(list));
        Assert.False(await Keys.KeyExistsAsync(node));
        Assert.Equal("0", await Keys.HashGetAsync("connections", Label));
    }

    [ServiceFact(TestRedis.Variable)]
    public void Broker_NamesItAndWhatItIsFor() =>
        Assert.Equal($"{_redis!.Url.Replace("redis://", "redis at ")}, connection registry, read state, reactions, subscribed sockets, presence and version keys", _server.Server.Stores.Broker);

    private Task<VenuelessClient> LogInAsync() => VenuelessClient.LogInAsync(_server.Port, WireServer.World, Guest);

    private Task<string?> VersionOfAsync(string table, string id) => _server.ReadSqlAsync($"SELECT version FROM {table} WHERE id = '{id}'");

    private Task<bool> ExpireAsync(string key) => Keys.KeyExpireAsync(key, TimeSpan.FromSeconds(20));

    private Task WaitForRenewalAsync(string key) =>
        WireServer.WaitUntilAsync(async () => await Keys.KeyTimeToLiveAsync(key) > TimeSpan.FromSeconds(60), $"{key} to be renewed");

    private Task WaitForAsync(string key, string? value) =>
        WireServer.WaitUntilAsync(async () => await Keys.StringGetAsync(key) == value, $"{key} = {value}");

    private Task WaitForCountAsync(int count) =>
        WireServer.WaitUntilAsync(async () => await Keys.HashGetAsync("connections", Label) == count, $"{count} connections");
}
