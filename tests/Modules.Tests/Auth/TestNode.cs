using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Announcements;
using Venueless.Fast.Modules.Auth;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Testing;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>One node with in-memory stores and a clock that stands still: real sessions, real dispatch, the modules under test.</summary>
internal sealed class TestNode
{
    public TestNode(FreshnessOptions? freshness = null)
    {
        WorldConfig = new WorldConfigWriter(Worlds, LoginStores, new WorldsOptions());
        var logins = new LoginService(Time, Users, LoginStores);
        Sheets = new FakeLoginSheets(Chat);
        var payload = new LoginPayload(Time, WorldConfig, Sheets, ReadStates, new AnnouncementList(Announcements, Time));
        var node = NodeIdentity.CreateNew("unknown.unknown");
        var sessions = new SessionRegistry();
        var topics = new TopicRegistry();
        Services = new SessionServices
        {
            Time = Time,
            Worlds = new WorldDirectory(Worlds, NoVersionKeys.Instance, Time),
            Users = new UserDirectory(Users, NoVersionKeys.Instance, Time),
            Topics = topics,
            Broker = new LocalBroker(topics),
            Commands = PartialCommandTable.Create<ServerCommandTable>(new UsersModule(Users, ProfileSteps, NullLogger.Instance)),
            Authenticator = new Authenticator(Time, Users, logins, payload, LoginSteps, NullLogger.Instance),
            CleanUps = [new WorldViewCleanUp(Time, Users)],
            Sessions = sessions,
            Node = node,
            Connections = new LocalConnectionRegistry(),
            Replacer = new ConnectionReplacer(node, sessions),
            Options = new SessionOptions(),
            Freshness = freshness ?? new FreshnessOptions(),
            Logger = NullLogger.Instance,
        };
        Worlds.Put(Sample.World());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2024, 5, 1, 8, 15, 30, TimeSpan.Zero));

    public InMemoryWorldStore Worlds { get; } = new();

    public InMemoryUserStore Users { get; } = new();

    public FakeMemberships Chat { get; } = new();

    public FakeLoginSheets Sheets { get; }

    public InMemoryReadStateStore ReadStates { get; } = new();

    public InMemoryAnnouncementStore Announcements { get; } = new();

    public FakeLoginStores LoginStores { get; } = new();

    public List<ILoginStep> LoginSteps { get; } = [];

    public List<IProfileStep> ProfileSteps { get; } = [];

    public WorldConfigWriter WorldConfig { get; }

    public SessionServices Services { get; }

    /// <summary>Opens a connection to the sample world.</summary>
    public async Task<TestClient> ConnectAsync()
    {
        var client = new TestClient(Services, Sample.WorldId);
        await client.Session.OnOpenAsync();
        return client;
    }

    /// <summary>Opens a connection and logs in; the answer is taken.</summary>
    public async Task<TestClient> LogInAsync(string body)
    {
        var client = await ConnectAsync();
        await client.SendAsync($"""["authenticate", {body}]""");
        var answer = client.Connection.Take();
        Assert.Equal("authenticated", (string?)answer[0]);
        return client;
    }

    /// <summary>Logs in by a token for this external id.</summary>
    public Task<TestClient> LogInByTokenAsync(string uid, params string[] traits) => LogInAsync($$"""{"token": "{{Token(uid, traits)}}"}""");

    public string Token(string uid, params string[] traits) => new TokenIssuer(Time).Issue(Sample.Secret, uid, traits, TimeSpan.FromHours(1));
}
