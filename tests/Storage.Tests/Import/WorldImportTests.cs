using System.Text;
using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Storage.Tests.Import;

public sealed class WorldImportTests
{
    [Fact]
    public void Parse_OfTheSample_TakesEverythingApart()
    {
        var import = SampleWorld.Parse();

        Assert.Equal(new WorldId("lighthouse"), import.Id);
        Assert.Equal(19, import.Rooms.Count);
        Assert.Equal(9, import.Rooms.Count(static room => room.HasChat));
        Assert.Equal(3, import.Exhibitors.Count);
        Assert.Equal(3, import.Announcements.Count);
        Assert.Equal(2, import.Posters.Count);
        var config = JsonNode.Parse(import.Config.Utf8)!.AsObject();
        Assert.False(config.ContainsKey("id"));
        Assert.False(config.ContainsKey("title"));
        Assert.False(config.ContainsKey("import_extras"));
        Assert.Equal(3, (int)config["connection_limit"]!);
        Assert.Null(import.Domain);
    }

    [Theory]
    [InlineData("""$["x"] = 1""", "x: is not a known key")]
    [InlineData("""-$["world"]""", "world: is missing")]
    [InlineData("""-$["exhibitors"]""", "exhibitors: is missing")]
    [InlineData("""$["roles"] = []""", "roles: expected an object")]
    [InlineData("""$["world"]["id"] = 5""", "world.id: expected a string")]
    [InlineData("""-$["world"]["title"]""", "world.title: is missing")]
    [InlineData("""$["rooms"] = {}""", "rooms: expected a list")]
    [InlineData("""$["rooms"][3]["modules"][0]["type"] = 5""", "rooms[3].modules[0].type: expected a string")]
    [InlineData("""-$["rooms"][3]["modules"][0]["type"]""", "rooms[3].modules[0].type: is missing")]
    [InlineData("""$["rooms"][3]["modules"][0] = "chat.native" """, "rooms[3].modules[0]: expected an object")]
    [InlineData("""-$["rooms"][0]["picture"]""", "rooms[0].picture: is missing")]
    [InlineData("""$["rooms"][0]["force_join"] = true""", "rooms[0].force_join: is not a known key")]
    [InlineData("""$["rooms"][0]["pretalx_id"] = "7" """, "rooms[0].pretalx_id: expected an integer")]
    [InlineData("""$["exhibitors"][1]["size"] = "2x2" """, "exhibitors[1].size: expected one of 1x1, 3x1, 3x3")]
    [InlineData("""$["exhibitors"][1]["banner"] = "x" """, "exhibitors[1].banner: is not a known key")]
    [InlineData("""-$["exhibitors"][0]["links"][0]["url"]""", "exhibitors[0].links[0].url: is missing")]
    [InlineData("""$["world"]["import_extras"]["announcements"][0]["state"] = "new" """, "world.import_extras.announcements[0].state: expected one of draft, active, archived")]
    [InlineData("""$["world"]["import_extras"]["announcements"][0]["show_until"] = "soon" """, "world.import_extras.announcements[0].show_until: expected an ISO 8601 time or null")]
    [InlineData("""$["world"]["import_extras"]["surveys"] = []""", "world.import_extras.surveys: is not a known key")]
    [InlineData("""$["world"]["import_extras"]["posters"][0]["channel"] = 1""", "world.import_extras.posters[0].channel: expected true or false")]
    public void Parse_OfABadDocument_NamesThePath(string edit, string message)
    {
        var document = SampleWorld.Edit(edit);

        var exception = Assert.Throws<WorldImportException>(() => WorldImport.Parse(document));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void Parse_OfATooLongName_CountsCharacters()
    {
        WorldImport.Parse(SampleWorld.Edit($"""$["rooms"][0]["name"] = "{string.Concat(Enumerable.Repeat("👋", 300))}" """));

        var exception = Assert.Throws<WorldImportException>(
            () => WorldImport.Parse(SampleWorld.Edit($"""$["rooms"][0]["name"] = "{new string('x', 301)}" """)));
        Assert.Equal("rooms[0].name: is longer than 300 characters", exception.Message);
    }

    [Theory]
    [InlineData("{\"world\": \n  oops}", "line 2, byte 3: is not valid JSON")]
    [InlineData("[]", "document: expected an object")]
    public void Parse_OfSomethingElse_SaysWhere(string document, string message)
    {
        var exception = Assert.Throws<WorldImportException>(() => WorldImport.Parse(Encoding.UTF8.GetBytes(document)));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void WithFreshSecrets_ReplacesEverySecretAndNothingElse()
    {
        var import = SampleWorld.Parse();

        var fresh = import.WithFreshSecrets();

        var before = WorldConfig.Compile(import.Config).JwtSecrets;
        var after = WorldConfig.Compile(fresh.Config).JwtSecrets;
        Assert.Equal(2, after.Count);
        Assert.All(after, static secret => Assert.Equal(64, secret.Secret.Length));
        Assert.Equal(before.Select(static secret => secret.Issuers), after.Select(static secret => secret.Issuers));
        Assert.NotEqual(after[0].Secret, after[1].Secret);
        var expected = JsonNode.Parse(import.Config.Utf8)!.AsObject();
        var actual = JsonNode.Parse(fresh.Config.Utf8)!.AsObject();
        expected.Remove("JWT_secrets");
        actual.Remove("JWT_secrets");
        Assert.True(JsonNode.DeepEquals(expected, actual));
    }
}
