using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>calls.md section I, scenarios 45 and 48: addresses of zoom meetings.</summary>
public sealed class ZoomScenarioTests : IAsyncLifetime
{
    private CallServer _calls = null!;

    public async Task InitializeAsync()
    {
        _calls = await CallServer.StartAsync();
        await _calls.Server.ExecuteSqlAsync($"UPDATE core_world SET domain = 'wire.example.org:8443' WHERE id = '{_calls.World}'");
    }

    public async Task DisposeAsync() => await _calls.DisposeAsync();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"meeting_number": null}""")]
    [InlineData("""{"meeting_number": ""}""")]
    [InlineData("""{"meeting_number": 0}""")]
    [InlineData("""{"meeting_number": "none"}""")]
    [InlineData("""{"meeting_number": [1]}""")]
    public async Task Scenario45_NoNumber_IsRefusedAfterTheNameAndThePermission(string config)
    {
        var room = await _calls.AddRoomAsync("call.zoom", config);
        var privateRoom = await _calls.AddRoomAsync("call.zoom", config, trait: "insider");
        await using var ada = await _calls.LogInAsync("ada");
        await using var nobody = await _calls.LogInAsync("nobody", name: null);

        Assert.Equal("""{"code":"zoom.no_meeting_id"}""", (await ada.CallForErrorAsync("zoom.room_url", CallServer.Room(room))).ToJsonString());
        Assert.Equal("""{"code":"bbb.join.missing_profile"}""", (await nobody.CallForErrorAsync("zoom.room_url", CallServer.Room(room))).ToJsonString());
        Assert.Equal("protocol.denied", await CallServer.RefuseAsync(nobody, "zoom.room_url", CallServer.Room(privateRoom)));
        Assert.Equal(
            "room.unknown", await CallServer.RefuseAsync(ada, "zoom.room_url", CallServer.Room(await _calls.Server.FindRoomAsync(_calls.World, "text"))));
    }

    [Theory]
    [InlineData("""{"meeting_number": "123 4567-890"}""", """{"mn":1234567890,"pw":null,"un":"ada","ho":false,"ui":"USER","dc":false}""")]
    [InlineData(
        """{"meeting_number": 1234567890, "password": "p\"\u00fc", "disable_chat": true}""",
        """{"mn":1234567890,"pw":"p\"ü","un":"ada","ho":false,"ui":"USER","dc":true}""")]
    public async Task RoomUrl_CarriesTheMeetingAndTheUser(string config, string expected)
    {
        var room = await _calls.AddRoomAsync("call.zoom", config);
        await using var ada = await _calls.LogInAsync("ada");

        AssertMeeting(expected.Replace("USER", CallServer.IdOf(ada), StringComparison.Ordinal), await ada.CallAsync("zoom.room_url", CallServer.Room(room)));
    }

    [Fact]
    public async Task Scenario48_NameWithQuotesAndMarkup_StaysAJsonString()
    {
        var room = await _calls.AddRoomAsync("call.zoom", """{"meeting_number": "007"}""");
        await using var ada = await _calls.LogInAsync("ada", "\"</script>\\ \u0001 'Ö😀");

        var name = JsonValue.Create("\"</script>\\ \u0001 'Ö😀").ToJsonString();
        AssertMeeting(
            $$"""{"mn":7,"pw":null,"un":{{name}},"ho":false,"ui":"{{CallServer.IdOf(ada)}}","dc":false}""",
            await ada.CallAsync("zoom.room_url", CallServer.Room(room)));
    }

    private static void AssertMeeting(string expected, JsonNode reply)
    {
        const string Start = "//wire.example.org:8443/zoom/meeting/?data=";
        var url = (string)reply["url"]!;
        Assert.StartsWith(Start, url, StringComparison.Ordinal);
        var parts = url[Start.Length..].Split(':');
        Assert.Equal(3, parts.Length);
        var json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        Assert.True(Ascii.IsValid(json), json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(json)), $"Instead of {expected}: {json}");
    }
}
