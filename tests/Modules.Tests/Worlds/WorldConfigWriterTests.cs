using System.IO.Compression;
using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Tests.Auth;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Worlds;

/// <summary>world.md section 2, rooms.md section 2.1.</summary>
public sealed class WorldConfigWriterTests
{
    private readonly InMemoryWorldStore _store = new();
    private readonly FakeLoginStores _crowd = new();
    private readonly WorldConfigWriter _writer;

    public WorldConfigWriterTests() => _writer = new WorldConfigWriter(_store, _crowd, new WorldsOptions());

    [Fact]
    public void Write_ConfigKeys_ArePassedAsStored_AndNothingElse()
    {
        var row = Sample.World(config:
            """
            , "pretalx": {"domain": "https://talks.example.org/", "event": "rivercon"}, "profile_fields": [{"id": "f1", "searchable": true}],
              "social_logins": ["gravatar"], "iframe_blockers": {"default": {"enabled": true} }, "onsite_traits": [["a"]], "theme": {"css": "x"},
              "bbb_defaults": {"secret": "s"}
            """);

        JsonAssert.Equal(
            $$"""
            {"id": "rivercon", "title": "River Con", "pretalx": {"domain": "https://talks.example.org/", "event": "rivercon"},
             "profile_fields": [{"id": "f1", "searchable": true}], "social_logins": ["gravatar"], "iframe_blockers": {"default": {"enabled": true} },
             "onsite_traits": [["a"]], "vapid_public_key": "{{VapidPoint.Encode(Sample.Keys.PublicKey)}}", "permissions": ["world:view"]}
            """,
            Write(row)["world"]);
    }

    [Fact]
    public void Write_VapidKey_Is87CharactersOfTheUncompressedPoint()
    {
        var key = (string?)Write(Sample.World())["world"]!["vapid_public_key"];

        Assert.Equal(87, key!.Length);
        Assert.StartsWith("B", key, StringComparison.Ordinal);
        Assert.Equal(key, (string?)Write(Sample.World() with { VapidPublicKey = "" })["world"]!["vapid_public_key"]);
        Assert.Null(Write(Sample.World() with { VapidPublicKey = "no key" })["world"]!["vapid_public_key"]);
    }

    [Fact]
    public async Task Prepare_WorldWithoutKeys_StoresAPairOnce_Scenario29()
    {
        var row = Sample.World() with { VapidPrivateKey = "", VapidPublicKey = null };
        _store.Put(row);
        var world = new World(new WorldData(row, [], 1));

        await _writer.PrepareAsync(world);
        await _writer.PrepareAsync(world);

        var stored = _store.Get(row.Id);
        Assert.Equal(2, stored.Version);
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", stored.VapidPrivateKey, StringComparison.Ordinal);
        Assert.Equal(VapidPoint.Encode(stored.VapidPublicKey!), (string?)Write(world)["world"]!["vapid_public_key"]);
    }

    [Fact]
    public void Write_Rooms_VisibleOnesInOrder_Scenarios1And2()
    {
        var private1 = new RoomId(Guid.NewGuid());
        var rooms = Write(
            Sample.World(),
            [
                Sample.Room(Sample.Stage, "Stage"),
                Sample.Room(new RoomId(Guid.NewGuid()), "Hidden", "{}"),
                Sample.Room(new RoomId(Guid.NewGuid()), "Null", null),
                Sample.Room(new RoomId(Guid.NewGuid()), "Traits", """{"viewer": [["x", "y"]]}"""),
                Sample.Room(private1, "Granted", "{}"),
            ],
            Sample.User(tokenId: "u") with { Traits = ["y"], RoomGrants = [new RoomGrant(private1, "viewer")] })["rooms"]!.AsArray();

        Assert.Equal(["Stage", "Traits", "Granted"], rooms.Select(room => (string?)room!["name"]));
        Assert.All(rooms, room => Assert.Equal("none", (string?)room!["users"]));
    }

    [Fact]
    public void Write_Room_HasExactlyTheSpecifiedKeys()
    {
        var row = Sample.Room(Sample.Stage, "Stage", modules: null) with
        {
            Description = "Talks",
            Picture = "pub/rivercon/a.png",
            ImportId = "stage-1",
            PretalxId = 130,
            ForceJoin = true,
            ScheduleData = Sample.Json("""{"session": "T7"}"""),
        };
        _crowd.Steps[Sample.Stage] = CrowdStep.Few;

        JsonAssert.Equal(
            $$"""
            {"id": "{{Sample.Stage}}", "name": "Stage", "description": "Talks", "picture": "/media/pub/rivercon/a.png", "import_id": "stage-1",
             "pretalx_id": 130, "permissions": ["room:chat.read", "room:view"], "force_join": true, "modules": [], "schedule_data": {"session": "T7"},
             "users": "few"}
            """,
            WriteRoom(row));
        Assert.Equal("https://lw.example.org/media/pub/rivercon/a.png", (string?)Write(Sample.World() with { Domain = "lw.example.org" }, [row])["rooms"]![0]!["picture"]);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    [InlineData("""{"url": "x"}""", """{"url": "x"}""")]
    public void Write_ScheduleData_EmptyIsNull(string? stored, string? expected)
    {
        var room = WriteRoom(Sample.Room(Sample.Stage, "Stage") with { ScheduleData = stored is null ? null : Sample.Json(stored) });

        JsonAssert.Equal(expected ?? "null", room["schedule_data"]);
    }

    [Fact]
    public void Write_Modules_HideCallsAndNameChannels_Scenario4()
    {
        var room = WriteRoom(Sample.Room(
            Sample.Stage,
            "Stage",
            modules:
            """
            [{"type": "livestream.native", "config": {"hls_url": "https://cdn.example.org/a.m3u8"}, "own": 1},
             {"type": "chat.native", "channel_id": "old"},
             {"type": "call.bigbluebutton", "config": {"server": "secret"}, "permissions": ["x"], "own": 2}]
            """,
            channel: Sample.StageChannel));

        JsonAssert.Equal(
            $$"""
            [{"type": "livestream.native", "config": {"hls_url": "https://cdn.example.org/a.m3u8"}, "own": 1},
             {"type": "chat.native", "channel_id": "{{Sample.StageChannel}}"},
             {"type": "call.bigbluebutton", "config": {}, "permissions": [], "own": 2}]
            """,
            room["modules"]);
    }

    [Fact]
    public void Write_ChatModuleWithoutChannel_IsAsStored() =>
        JsonAssert.Equal("""[{"type": "chat.native"}]""", WriteRoom(Sample.Room(Sample.Stage, "Stage", modules: """[{"type": "chat.native"}]"""))["modules"]);

    [Theory]
    [InlineData(CrowdStep.None, "none")]
    [InlineData(CrowdStep.Few, "few")]
    [InlineData(CrowdStep.Many, "many")]
    public void Write_Users_IsTheCrowdStep_Scenario5(CrowdStep step, string expected)
    {
        _crowd.Steps[Sample.Stage] = step;

        Assert.Equal(expected, (string?)WriteRoom(Sample.Room(Sample.Stage, "Stage"))["users"]);
    }

    [Fact]
    public void Write_SameWorldAndRights_SameBytes()
    {
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage")], 1));

        Assert.Equal(Encode(world, Sample.User(tokenId: "a")), Encode(world, Sample.User(tokenId: "b")));
        Assert.NotEqual(Encode(world, Sample.User(tokenId: "a")), Encode(world, Sample.User(tokenId: "a") with { Traits = ["admin"] }));
    }

    [Fact]
    public void Write_ThousandEqualAttendees_EncodesOnce()
    {
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage")], 1));
        var first = Encode(world, Sample.User(tokenId: "0"));

        for (var number = 1; number < 1000; number++)
        {
            Assert.Equal(first, Encode(world, Sample.User(tokenId: $"{number}") with { Traits = [$"ticket-{number}"] }));
        }

        Assert.Equal(1, _writer.Encodings);
    }

    [Fact]
    public void Write_AfterACrowdStep_PatchesItInWithoutEncodingAgain()
    {
        var lobby = new RoomId(Guid.NewGuid());
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage"), Sample.Room(lobby, "Lobby")], 1));
        Assert.Equal("none", (string?)Write(world)["rooms"]![1]!["users"]);

        _crowd.Steps[lobby] = CrowdStep.Many;

        var rooms = Write(world)["rooms"]!;
        Assert.Equal("none", (string?)rooms[0]!["users"]);
        Assert.Equal("many", (string?)rooms[1]!["users"]);
        Assert.Equal(1, _writer.Encodings);
    }

    [Fact]
    public void WriteAndCompress_ThousandEqualAttendees_CompressesOnce()
    {
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage")], 1));
        var (plain, first) = EncodeCompressed(world, Sample.User(tokenId: "0"));

        Parallel.For(1, 1000, number =>
        {
            var (_, compressed) = EncodeCompressed(world, Sample.User(tokenId: $"{number}") with { Traits = [$"ticket-{number}"] });
            Assert.Equal(first, compressed);
        });

        Assert.Equal(Encode(world, Sample.User(tokenId: "0")), plain);
        Assert.Equal(1, _writer.Compressions);
        Assert.Equal(1, _writer.Encodings);
    }

    [Fact]
    public void WriteAndCompress_AfterACrowdStep_FollowsIt()
    {
        var lobby = new RoomId(Guid.NewGuid());
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage"), Sample.Room(lobby, "Lobby")], 1));

        foreach (var step in new[] { CrowdStep.None, CrowdStep.Few, CrowdStep.Few, CrowdStep.Many })
        {
            _crowd.Steps[lobby] = step;
            var (plain, compressed) = EncodeCompressed(world, Sample.User(tokenId: "a"));
            Assert.Equal(Write(world).ToJsonString(), JsonNode.Parse(plain)!.ToJsonString());
            Assert.Equal(plain, Inflate(compressed));
        }

        Assert.Equal(3, _writer.Compressions);
        Assert.Equal(1, _writer.Encodings);
    }

    [Fact]
    public void WriteRoom_ForItsPush_HasNoUsers()
    {
        var world = new World(new WorldData(Sample.World(), [Sample.Room(Sample.Stage, "Stage")], 1));
        var buffer = MessageBuffer.Create();

        _writer.WriteRoom(buffer.Json, world, world.Rooms[0], new UserRights(world, []), withUsers: false);
        buffer.Json.Flush();

        Assert.False(JsonNode.Parse(buffer.Buffer.WrittenSpan)!.AsObject().ContainsKey("users"));
    }

    private JsonNode WriteRoom(RoomRow row) => Write(Sample.World(), [row])["rooms"]![0]!;

    private JsonNode Write(WorldRow world, IReadOnlyList<RoomRow>? rooms = null, UserRow? user = null) =>
        Write(new World(new WorldData(world, rooms ?? [], 1)), user);

    private JsonNode Write(World world, UserRow? user = null) => JsonNode.Parse(Encode(world, user ?? Sample.User(tokenId: "u")))!;

    private static byte[] Inflate(byte[] part)
    {
        using var stream = new DeflateStream(new MemoryStream(part), CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    private (byte[] Plain, byte[] Compressed) EncodeCompressed(World world, UserRow user)
    {
        var buffer = MessageBuffer.Create();
        var compressed = _writer.WriteAndCompress(buffer.Json, world, world.Rights.Of(new User(user))).ToArray();
        buffer.Json.Flush();
        var plain = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Clear();
        return (plain, compressed);
    }

    private byte[] Encode(World world, UserRow user)
    {
        var rights = world.Rights.Of(new User(user));
        var buffer = MessageBuffer.Create();
        _writer.Write(buffer.Json, world, rights);
        buffer.Json.Flush();
        var bytes = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Clear();
        return bytes;
    }
}
