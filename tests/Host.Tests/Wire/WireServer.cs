using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Host.Tests.Wire.Warnings;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A real server on a real port with a clock that the test owns, a fresh database and one small world.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    public const string World = "wire";

    private readonly ConfigurationFixture _configuration;
    private readonly WireDatabase _database;
    private readonly TransportOptions _transport;
    private readonly VenuelessServer[] _nodes = new VenuelessServer[WireStore.Nodes];
    private bool _hasBackgroundWork;
    private int _worldCount;
    private int _portCount;
    private string[] _labels = [];

    private WireServer(ConfigurationFixture configuration, WireDatabase database, TransportOptions transport, FakeTimeProvider time)
    {
        _configuration = configuration;
        _database = database;
        _transport = transport;
        Time = time;
    }

    /// <summary>The first node.</summary>
    public VenuelessServer Server => _nodes[0];

    public FakeTimeProvider Time { get; }

    /// <summary>Where the next client connects: the nodes take turns, so that two clients are on two nodes wherever there are two.</summary>
    public int Port => _nodes[_portCount++ % _nodes.Length].Address.Port;

    /// <summary>The ports of all nodes.</summary>
    public IEnumerable<int> Ports => _nodes.Select(static node => node.Address.Port);

    /// <summary>What the nodes know, one after the other.</summary>
    public IEnumerable<SessionServices> Nodes => _nodes.Select(static node => node.Services.GetRequiredService<SessionServices>());

    /// <summary>Connections to all nodes.</summary>
    public int SessionCount => Nodes.Sum(static node => node.Sessions.Count);

    /// <summary>Connections that were closed because they did not read, on all nodes.</summary>
    public long SlowConsumers => _nodes.Sum(static node => node.Services.GetRequiredService<WebSocketServer>().Counters.SlowConsumers);

    /// <summary>Where uploaded files are.</summary>
    public string MediaFolder => DataFolder.MediaFolder(Server.Services.GetRequiredService<Host.Configuration.ServerSettings>());

    /// <summary>Where commands speak to a node without Redis.</summary>
    public string ControlSocket => DataFolder.ControlSocket(Server.Services.GetRequiredService<Host.Configuration.ServerSettings>());

    /// <summary>Rooms and channels of <see cref="World"/>: an open text chat, a stage with a volatile chat, a room for the trait <c>insider</c>.</summary>
    public string Room { get; private set; } = "";

    public string Channel { get; private set; } = "";

    public string StageRoom { get; private set; } = "";

    public string VolatileChannel { get; private set; } = "";

    public string PrivateRoom { get; private set; } = "";

    /// <param name="cacheMaxAge">The conformance switch.</param>
    /// <param name="isPatient">True: nobody becomes a dead peer or is cut while closing, so that tests may advance the clock by hours.</param>
    /// <param name="redis">Address of a Redis; null: as the project says (<c>WireStore</c>).</param>
    /// <param name="usesCompression">False: switched off by configuration.</param>
    /// <param name="configure">Further settings.</param>
    /// <param name="hasBackgroundWork">The nodes take part in recurring work.</param>
    /// <param name="labels">Of the nodes' connections, in turns; none: the default.</param>
    public static async Task<WireServer> StartAsync(
        TimeSpan? cacheMaxAge = null,
        bool isPatient = false,
        string? redis = null,
        bool usesCompression = true,
        Action<ConfigurationFixture>? configure = null,
        bool hasBackgroundWork = false,
        params string[] labels)
    {
        var configuration = new ConfigurationFixture().Variable("VENUELESS_LISTEN", "127.0.0.1:0");
        var database = await WireStore.CreateAsync();
        database.Configure(configuration);
        if (redis is not null)
        {
            configuration.Variable("VENUELESS_REDIS_URLS", redis);
        }

        if (cacheMaxAge is { } age)
        {
            configuration.Variable("VENUELESS_CACHE_MAX_AGE", age.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }

        if (!usesCompression)
        {
            configuration.Variable("VENUELESS_COMPRESSION", "False");
        }

        configure?.Invoke(configuration);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var transport = new TransportOptions { CommandsPerSecond = 0 };
        if (isPatient)
        {
            transport.PingInterval = TimeSpan.Zero;
            transport.CloseTimeout = TimeSpan.FromHours(12);
        }

        var wire = new WireServer(configuration, database, transport, time) { _labels = labels, _hasBackgroundWork = hasBackgroundWork };
        await wire.StartNodesAsync();
        await wire.ImportAsync(World, new JsonObject(), roles: null, traitGrants: null);
        await wire.ReadRoomsAsync();
        return wire;
    }

    /// <summary>Imports another world of the same shape and returns its id.</summary>
    public async Task<string> ImportWorldAsync(JsonObject config, string? roles = null, string? traitGrants = null)
    {
        var id = $"{World}{Interlocked.Increment(ref _worldCount)}";
        await ImportAsync(id, config, roles, traitGrants);
        return id;
    }

    /// <summary>Runs a command beside the running nodes, with their configuration and clock, as another process would; nobody is at a terminal.</summary>
    public Task<CommandRun> RunCommandAsync(params string[] arguments) => RunCommandAsync(input: null, Time, arguments);

    /// <summary>The same for somebody at a terminal, who answers this; null: nobody is there.</summary>
    public Task<CommandRun> AnswerCommandAsync(string? input, params string[] arguments) => RunCommandAsync(input, Time, arguments);

    /// <summary><c>connections</c>, which waits for the nodes' answers in real time.</summary>
    public Task<CommandRun> RunConnectionsAsync(params string[] arguments) => RunCommandAsync(input: null, TimeProvider.System, ["connections", .. arguments]);

    /// <summary>Returns when <c>connections list</c> shows the label with at least so many connections: with Redis they are counted a moment later.</summary>
    public Task WaitForListedAsync(string label, int count) => WaitUntilAsync(
        async () => (await RunConnectionsAsync("list")).Output.Split('\n')
            .Any(line => line.StartsWith(label + " ", StringComparison.Ordinal) && int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture) >= count),
        $"{count} listed connections of {label}");

    /// <summary>Imports the sample world that the program carries, with its published secrets.</summary>
    public async Task ImportSampleAsync()
    {
        await using var stream = typeof(VenuelessServer).Assembly.GetManifestResourceStream("sample-world.json")!;
        var document = new byte[stream.Length];
        await stream.ReadExactlyAsync(document);
        await Server.Stores.Importer.ImportAsync(WorldImport.Parse(document));
    }

    /// <summary>Every node finds that it may have missed pushes to a world that nobody here is in.</summary>
    public void LosePushes()
    {
        foreach (var node in _nodes)
        {
            node.Services.GetRequiredService<Resynchronizer>().Resynchronize(new WorldId("another"));
        }
    }

    /// <summary>Stops all nodes and starts others on the same database with the same clock and limits; their ports are new ones.</summary>
    public async Task RestartAsync()
    {
        await StopNodesAsync();
        await StartNodesAsync();
    }

    public Task<string> FindRoomAsync(string world, string importId) => FindAsync("r.id", world, importId);

    public Task<string> FindChannelAsync(string world, string importId) => FindAsync("c.id", world, importId);

    /// <summary>What a node with the user's connections knows; null: none has any.</summary>
    public UserState? FindUser(VenuelessClient client) => FindUser(UserIdOf(client));

    /// <inheritdoc cref="FindUser(VenuelessClient)"/>
    public UserState? FindUser(UserId user) => Nodes.Select(node => node.Users.Find(user)).FirstOrDefault(static state => state is not null);

    /// <summary>Connections of the user to all nodes.</summary>
    public int CountSessions(UserId user) => Nodes.Sum(node => node.Users.Find(user)?.Sessions.Length ?? 0);

    /// <summary>Subscribers of the topic on all nodes.</summary>
    public int CountSubscribers(TopicKey topic) => Nodes.Sum(node => node.Topics.CountSubscribers(topic));

    public static UserId UserIdOf(VenuelessClient client) => new(Guid.Parse((string)client.User!["id"]!));

    /// <inheritdoc cref="WireDatabase.HasRedis"/>
    public bool HasRedis => _database.HasRedis;

    /// <inheritdoc cref="WireDatabase.LoseEventIdsAsync"/>
    public Task LoseEventIdsAsync() => _database.LoseEventIdsAsync();

    /// <inheritdoc cref="WireDatabase.EndDebounceAsync"/>
    public Task EndDebounceAsync() => _database.EndDebounceAsync();

    /// <summary>Runs a statement on a connection of its own, as an operator by hand would.</summary>
    public async Task ExecuteSqlAsync(string sql)
    {
        await using var connection = await _database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Changes a user's traits by hand, as another writer would: with a version bump.</summary>
    /// <param name="traits">Separated by spaces.</param>
    public Task GiveTraitsAsync(VenuelessClient client, string traits) =>
        ExecuteSqlAsync($"UPDATE core_user SET traits = {_database.List(traits.Split(' ', StringSplitOptions.RemoveEmptyEntries))}, version = version + 1 WHERE id = '{UserIdOf(client)}'");

    /// <summary>The first column of the first row as text.</summary>
    public async Task<string?> ReadSqlAsync(string sql)
    {
        await using var connection = await _database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() switch
        {
            null or DBNull => null,
            bool truth => truth ? "1" : "0",
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>As <see cref="ReadSqlAsync"/>, parsed: the databases write JSON differently.</summary>
    public async Task<JsonNode> ReadJsonAsync(string sql) => JsonNode.Parse((await ReadSqlAsync(sql))!)!;

    /// <summary>The world's audit log, oldest first.</summary>
    public async Task<JsonArray> ReadAuditAsync(string world)
    {
        await using var connection = await _database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT user_id, type, data FROM core_auditlog WHERE world_id = '{world}' ORDER BY id";
        await using var rows = await command.ExecuteReaderAsync();
        var audit = new JsonArray();
        while (await rows.ReadAsync())
        {
            audit.Add(new JsonObject
            {
                ["user"] = Convert.ToString(rows[0], CultureInfo.InvariantCulture),
                ["type"] = rows.GetString(1),
                ["data"] = JsonNode.Parse(rows.GetString(2)),
            });
        }

        return audit;
    }

    /// <summary>SQL that joins a column of all rows with commas.</summary>
    public string Joined(string column) => _database.Joined(column);

    /// <summary>SQL of a list of text.</summary>
    public string List(params string[] values) => _database.List(values);

    /// <summary>Until disposed, the server finds its database away.</summary>
    public Task<IAsyncDisposable> TakeDatabaseAwayAsync() => _database.TakeAwayAsync();

    /// <summary>Until disposed, or until its patience ends, the server's changes of users wait.</summary>
    public Task<IAsyncDisposable> HoldUserWritesAsync() => _database.HoldUserWritesAsync();

    /// <summary>Waits for an effect that no message announces.</summary>
    public static Task WaitUntilAsync(Func<bool> condition, string expectation) => WaitUntilAsync(() => Task.FromResult(condition()), expectation);

    /// <inheritdoc cref="WaitUntilAsync(Func{bool}, string)"/>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string expectation)
    {
        using var limit = new CancellationTokenSource(WireClient.DefaultTimeout);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited in vain for {expectation}.");
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopNodesAsync();
        await _database.DisposeAsync();
        _configuration.Dispose();
    }

    private async Task<CommandRun> RunCommandAsync(string? input, TimeProvider time, string[] arguments)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Input = new StringReader(input ?? ""),
            Output = output,
            Error = error,
            Sources = _configuration.Sources,
            Time = time,
            IsInputTerminal = input is not null,
        });
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    private async Task StartNodesAsync()
    {
        for (var index = 0; index < _nodes.Length; index++)
        {
            if (_labels.Length > 0)
            {
                var parts = _labels[index % _labels.Length].Split('.', 2);
                _configuration.Variable("VENUELESS_COMMIT_SHA", parts[0]).Variable("VENUELESS_ENVIRONMENT", parts[1]);
            }

            _nodes[index] = await VenuelessServer.StartAsync(_configuration.Read(), new ServerStart
            {
                Time = Time,
                Loggers = new ServerLoggers(),
                Transport = _transport,
                Migrates = !_database.IsMigrated,
                HasBackgroundWork = _hasBackgroundWork,
            });
        }

        foreach (var node in _nodes)
        {
            NodeBarrier.Set(node.Address.Port, PassBarrierAsync);
        }
    }

    private Task StopNodesAsync() => Task.WhenAll(_nodes.Select(async static node =>
    {
        NodeBarrier.Remove(node.Address.Port);
        await node.DisposeAsync();
    }));

    private Task PassBarrierAsync(string world) => Task.WhenAll(Nodes.Select(node => ProbeBroadcast.PassAsync(node.Broker, new WorldId(world))));

    private async Task ImportAsync(string id, JsonObject config, string? roles, string? traitGrants)
    {
        var world = config.DeepClone().AsObject();
        world["id"] = id;
        world["title"] = "Wire tests";
        var document = new JsonObject
        {
            ["world"] = world,
            ["roles"] = JsonNode.Parse(roles ?? """
                {
                  "attendee": ["world:view"],
                  "participant": ["room:view", "room:chat.read", "room:chat.join", "room:chat.send", "room:viewers"]
                }
                """),
            ["trait_grants"] = JsonNode.Parse(traitGrants ?? """{"attendee": []}"""),
            ["rooms"] = JsonNode.Parse("""
                [
                  {"id": "text", "name": "Text", "description": "", "picture": null, "trait_grants": {"participant": []},
                   "modules": [{"type": "chat.native", "config": {"volatile": false}}]},
                  {"id": "stage", "name": "Stage", "description": "", "picture": null, "trait_grants": {"participant": []},
                   "modules": [{"type": "livestream.native", "config": {"hls_url": ""}}, {"type": "chat.native", "config": {"volatile": true}}]},
                  {"id": "private", "name": "Private", "description": "", "picture": null, "trait_grants": {"participant": ["insider"]},
                   "modules": [{"type": "chat.native"}]}
                ]
                """),
            ["exhibitors"] = new JsonArray(),
        };
        await Server.Stores.Importer.ImportAsync(WorldImport.Parse(Encoding.UTF8.GetBytes(document.ToJsonString())));
    }

    private async Task ReadRoomsAsync()
    {
        await using var connection = await _database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT r.import_id, r.id, c.id FROM core_room r JOIN core_channel c ON c.room_id = r.id WHERE r.world_id = '{World}'";
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var room = Convert.ToString(rows[1], CultureInfo.InvariantCulture)!;
            var channel = Convert.ToString(rows[2], CultureInfo.InvariantCulture)!;
            switch (rows.GetString(0))
            {
                case "text":
                    (Room, Channel) = (room, channel);
                    break;
                case "stage":
                    (StageRoom, VolatileChannel) = (room, channel);
                    break;
                default:
                    PrivateRoom = room;
                    break;
            }
        }
    }

    private async Task<string> FindAsync(string column, string world, string importId) =>
        (await ReadSqlAsync($"SELECT {column} FROM core_room r JOIN core_channel c ON c.room_id = r.id WHERE r.world_id = '{world}' AND r.import_id = '{importId}'"))!;
}
