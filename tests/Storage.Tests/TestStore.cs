using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Tests;

/// <summary>A migrated store on a database of its own, with a world, a room and its channel.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public static readonly WorldId World = new("sample");

    private readonly StoreBackend _backend;
    private readonly StoreLimits _limits;

    private TestStore(StoreBackend backend, StoreLimits limits)
    {
        _backend = backend;
        _limits = limits;
        Storage = backend.Open(limits, Time);
    }

    public static DateTimeOffset Now { get; } = new(2031, 2, 3, 9, 15, 22, 104, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Now);

    public SqlStorage Storage { get; private set; }

    /// <summary>For tests of one database only.</summary>
    public StoreBackend Backend => _backend;

    public RoomId Room { get; } = new(Guid.NewGuid());

    public ChannelId Channel { get; } = new(Guid.NewGuid());

    public static async Task<TestStore> CreateEmptyAsync(StoreKind kind, StoreLimits? limits = null) =>
        new(await StoreBackend.CreateAsync(kind), limits ?? new StoreLimits());

    public static async Task<TestStore> CreateAsync(StoreKind kind, StoreLimits? limits = null)
    {
        var store = await CreateEmptyAsync(kind, limits);
        Assert.True(await store.Storage.Worlds.CreateAsync(WorldDefaults.NewWorld(World, "Sample", null, "secret")));
        store.AddRoom(store.Room, "Lobby", priority: 0);
        store.AddChannel(store.Channel, store.Room);
        return store;
    }

    public static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    public async Task RestartAsync()
    {
        await Storage.DisposeAsync();
        Storage = _backend.Open(_limits, Time);
    }

    public void AddRoom(RoomId room, string name, int priority, bool deleted = false) => Execute(
        $"""
        INSERT INTO core_room (id, world_id, name, module_config, trait_grants, sorting_priority, version, deleted, pretalx_id, force_join)
        VALUES ('{room}', '{World}', '{name}', '[]', NULL, {priority}, 2, {deleted}, 0, FALSE)
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
    public DbConnection OpenForeign() => _backend.OpenForeign();

    public void Execute(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first value, spelled alike for both databases: <c>2031-02-03 09:15:22.104000+00:00</c>, <c>1</c> for true; null for NULL.</summary>
    public string? Text(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Spell(command.ExecuteScalar());
    }

    /// <summary>The first column of all rows, spelled as by <see cref="Text"/>.</summary>
    public IReadOnlyList<string?> Texts(string sql)
    {
        using var connection = OpenForeign();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string?>();
        while (rows.Read())
        {
            texts.Add(Spell(rows.GetValue(0)));
        }

        return texts;
    }

    public long Number(string sql) => long.Parse(Text(sql)!, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _backend.DisposeAsync();
    }

    private static string? Spell(object? value) => value switch
    {
        null or DBNull => null,
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture),
        bool truth => truth ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
