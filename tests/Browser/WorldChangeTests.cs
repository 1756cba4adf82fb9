using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>What administrators change while the page is open (world.md section 5).</summary>
[Collection(BrowserCollection.Name)]
public sealed class WorldChangeTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Fact]
    public async Task WorldUpdated_ChangesTitleNamesAndOrder()
    {
        await using var ada = await ArriveAsync("Ada");
        Server.Worlds.Title = "Renamed <Week>";
        var config = Server.WorldConfig();
        var rooms = config["rooms"]!.AsArray();
        var galley = rooms.Single(room => (string)room!["id"]! == ScriptedServer.GalleyId)!;
        rooms.Remove(galley);
        galley["name"] = "Kitchen";
        rooms.Insert(0, galley);

        await Server.PushAsync("world.updated", config);

        await Assertions.Expect(ada.Page.Locator(".hero h2")).ToHaveTextAsync("Renamed <Week>");
        await Assertions.Expect(ada.Page.Locator("#world-title")).ToHaveTextAsync("Renamed <Week>");
        await Assertions.Expect(ada.Page).ToHaveTitleAsync("Renamed <Week>");
        await Assertions.Expect(ada.Page.Locator(".room-name").First).ToHaveTextAsync("Kitchen");
        await Assertions.Expect(ada.Page.Locator(".card-name").First).ToHaveTextAsync("Kitchen");
        await Assertions.Expect(ada.Page.Locator(".room-link")).ToHaveCountAsync(7);
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task WorldUpdated_WithoutTheRightToWrite_ClosesTheFieldOfTheOpenChat()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await ada.WriteAsync("May I?");
        await ada.SeesAsync("May I?");
        var config = Server.WorldConfig();
        config["rooms"]!.AsArray().Single(room => (string)room!["id"]! == ScriptedServer.GalleyId)!["permissions"] = new JsonArray("room:view", "room:chat.read");

        await Server.PushAsync("world.updated", config);

        await Assertions.Expect(ada.Page.Locator(".read-only")).ToBeVisibleAsync();
        await ada.SeesAsync("May I?");
        await Assertions.Expect(ada.Page.Locator("#headline")).ToHaveTextAsync("Galley");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task WorldUpdated_ThatMakesTheOpenRoomAStage_EntersIt()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        await ada.Input.FillAsync("Still typing");
        var config = Server.WorldConfig();
        config["rooms"]!.AsArray().Single(room => (string)room!["id"]! == ScriptedServer.GalleyId)!["modules"]!.AsArray().Add(ScriptedServer.Module("livestream.native"));

        await Server.PushAsync("world.updated", config);

        await Assertions.Expect(ada.Page.Locator(".stage")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Input).ToHaveValueAsync("Still typing");
        await WaitUntilAsync(() => CountOf("room.enter") == 1, "the page entered the stage");
    }

    [Theory]
    [InlineData("livestream.youtube", "ytid", "a b&c", "https://www.youtube.com/watch?v=a%20b%26c")]
    [InlineData("livestream.iframe", "url", "https://player.example.org/1", "https://player.example.org/1")]
    [InlineData("livestream.iframe", "url", "javascript:alert(1)", null)]
    public async Task WorldUpdated_WithAnotherStream_ChangesTheLinkOfTheOpenStage(string type, string key, string value, string? address)
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Page.Locator(".stage-text")).ToHaveTextAsync("The full web client plays the stream of this room.");
        var config = Server.WorldConfig();
        var stage = config["rooms"]!.AsArray().Single(room => (string)room!["id"]! == ScriptedServer.StageId)!;
        stage["description"] = "Changed";
        stage["modules"]![0] = new JsonObject { ["type"] = type, ["config"] = new JsonObject { [key] = value } };

        await Server.PushAsync("world.updated", config);

        await Assertions.Expect(ada.Page.Locator("#subline")).ToHaveTextAsync("Changed");
        var link = ada.Page.Locator(".stage-text a");
        await Assertions.Expect(link).ToHaveCountAsync(address is null ? 0 : 1);
        if (address is not null)
        {
            await Assertions.Expect(link).ToHaveAttributeAsync("href", address);
            await Assertions.Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
        }

        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task RoomCreated_AppearsEverywhere()
    {
        await using var ada = await ArriveAsync("Ada");
        var room = ScriptedServer.Room("0b1f0000-0000-4000-8000-0000000000ff", "<i>Lido</i> deck", "Fresh", "none", ScriptedServer.Module("page.landing"));
        room.Remove("users"); // As the push is.

        await Server.PushAsync("room.create", room);

        await Assertions.Expect(ada.Page.Locator(".room-name").Last).ToHaveTextAsync("<i>Lido</i> deck");
        await Assertions.Expect(ada.Page.Locator(".card-name").Last).ToHaveTextAsync("<i>Lido</i> deck");
        await ada.Page.Locator(".room-link").Last.ClickAsync();
        await Assertions.Expect(ada.Page.Locator("#headline")).ToHaveTextAsync("<i>Lido</i> deck");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task RoomDeleted_WhileOpen_SendsItsVisitorsHome()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Page.Locator(".stage")).ToBeVisibleAsync();

        await Server.PushAsync("room.delete", new JsonObject { ["id"] = ScriptedServer.StageId });

        await Assertions.Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Page.Locator("#toast")).ToHaveTextAsync("The room you were in is gone.");
        await Assertions.Expect(ada.RoomLink("Main Deck")).ToHaveCountAsync(0);
        Assert.Equal(Server.Address.ToString(), ada.Page.Url);
        await ada.PhotographAsync("room-gone");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task UserUpdated_ChangesTheOwnNameButNobodyElses()
    {
        await using var ada = await ArriveAsync("Ada");
        await Server.PushAsync("user.updated", new JsonObject { ["id"] = Server.AddUser("Grace"), ["profile"] = new JsonObject { ["display_name"] = "Grace" } });
        await Server.PushAsync("user.updated", new JsonObject { ["id"] = Server.OnlyUserNamed("Ada"), ["profile"] = new JsonObject { ["display_name"] = "Ada L." } });

        await Assertions.Expect(ada.Page.Locator("#me")).ToContainTextAsync("Ada L.");
        ada.HasNoConsoleErrors();
    }
}
