using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Storage.Tests;

/// <summary>A migrated store on a file of its own, with a world, a room and its channel.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public static readonly WorldId World = new("sample");

    // The schema is made once per run and copied, because every flush to disk counts in a few hundred tests.
    private static readonly Lazy<Task<byte[]>> Template = new(MakeTemplateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-storage-").FullName;
    private readonly Func<SqliteOptions, SqliteOptions> _configure;

    private TestStore(Func<SqliteOptions, SqliteOptions> configure, byte[] file)
    {
        _configure = configure;
        File.WriteAllBytes(Path, file);
        Storage = Open();
    }

    public static DateTimeOffset Now { get; } = new(2031, 2, 3, 9, 15, 22, 104, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Now);

    public SqliteStorage Storage { get; private set; }

    public RoomId Room { get; } = new(Guid.NewGuid());

    public ChannelId Channel { get; } = new(Guid.NewGuid());

    public string Path => System.IO.Path.Combine(_folder, "test.db");

#pragma warning disable VSTHRD003 // Shared by all tests of the run, started by the first.
    public static async Task<TestStore> CreateEmptyAsync(Func<SqliteOptions, SqliteOptions>? configure = null) =>
        new(configure ?? (static options => options), await Template.Value);
#pragma warning restore VSTHRD003

    public static async Task<TestStore> CreateAsync(Func<SqliteOptions, SqliteOptions>? configure = null)
    {
        var store = await CreateEmptyAsync(configure);
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(World, "Sample", null, "secret")));
        store.AddRoom(store.Room, "Lobby", priority: 0);
        store.AddChannel(store.Channel, store.Room);
        return store;
    }

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    public async Task RestartAsync()
    {
        await Storage.DisposeAsync();
        Storage = Open();
    }

    public void AddRoom(RoomId room, string name, int priority, bool deleted = false) => Execute(
        $"""
        INSERT INTO core_room (id, world_id, name, module_config, trait_grants, sorting_priority, version, deleted, pretalx_id, force_join)
        VALUES ('{room}', '{World}', '{name}', '[]', NULL, {priority}, 2, {(deleted ? 1 : 0)}, 0, 0)
        """);

    public void AddChannel(ChannelId channel, RoomId? room) =>
        Execute($"INSERT INTO core_channel (id, room_id, world_id) VALUES ('{channel}', {(room is { } id ? $"'{id}'" : "NULL")}, '{World}')");

    public async Task<UserId> AddUserAsync(string? clientId = null) => (await Storage.Users.CreateAsync(NewUser(clientId))).Id;

    public static NewUser NewUser(string? clientId = null, string? tokenId = null) =>
        new(new UserId(Guid.NewGuid()), World, tokenId is null ? clientId ?? Guid.NewGuid().ToString() : null, tokenId, ["a", "b"], RawJson.EmptyObject, null);

    public TestChatWrite Message(UserId user, string body = "Hi", List<TestChatWrite>? log = null) => new(log)
    {
        World = World,
        Channel = Channel,
        User = user,
        Now = Now,
        EventType = ChatEventTypes.Message,
        Content = Json($$"""{"type":"text","body":"{{body}}"}"""),
    };

    /// <summary>A connection of somebody else: another process, as far as the store can tell.</summary>
    public SqliteConnection OpenForeign()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Foreign Keys=True");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public string? Text(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
    }

    public long Number(string sql) => long.Parse(Text(sql)!, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<byte[]> MakeTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("venueless-template-").FullName;
        try
        {
            var path = System.IO.Path.Combine(folder, "template.db");
            await using (var storage = SqliteStorage.Open(new SqliteOptions { Path = path }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance))
            {
                await storage.Migrator.MigrateAsync();
            }

            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private SqliteStorage Open() =>
        SqliteStorage.Open(_configure(new SqliteOptions { Path = Path }), NoVersionKeys.Instance, Time, NullLogger<SqliteStorage>.Instance);
}
