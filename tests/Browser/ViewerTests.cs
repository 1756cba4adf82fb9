using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>Who and how many are in a room (rooms.md sections 4.3 and 6).</summary>
[Collection(BrowserCollection.Name)]
public sealed class ViewerTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Fact]
    public async Task Viewers_WherePermitted_AreListedAndKeptUpToDate()
    {
        var grace = Server.UserObject(Server.AddUser("Grace"));
        var mallory = Server.UserObject(Server.AddUser("<b>Mallory</b>"));
        Server.Viewers = [grace];
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        var button = ada.Page.Locator("#viewers");
        await Assertions.Expect(button).ToHaveTextAsync("1");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-label", "1 person is here");

        await button.FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        var names = ada.Page.GetByRole(AriaRole.Dialog, new() { Name = "People in this room" }).Locator(".people-name");
        await Assertions.Expect(names).ToHaveTextAsync(["Grace"]);

        // One push per connection: a second window of the same person changes nothing.
        await Server.PushAsync("room.viewer.added", new JsonObject { ["user"] = mallory.DeepClone() });
        await Server.PushAsync("room.viewer.added", new JsonObject { ["user"] = mallory.DeepClone() });
        await Assertions.Expect(names).ToHaveTextAsync(["<b>Mallory</b>", "Grace"]);
        await Server.PushAsync("room.viewer.removed", new JsonObject { ["user_id"] = (string)grace["id"]! });
        await Assertions.Expect(names).ToHaveTextAsync(["<b>Mallory</b>"]);
        await Assertions.Expect(button).ToHaveTextAsync("1");
        await ada.PhotographAsync("viewers");

        await ada.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ada.Page.Locator("#viewers-panel")).ToBeHiddenAsync();
        await Assertions.Expect(button).ToBeFocusedAsync();
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Viewers_WhereNotPermitted_AreARoughNumber()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");

        await Assertions.Expect(ada.Page.Locator("#crowd")).ToHaveAttributeAsync("aria-label", "More than 10 people are here");
        await Assertions.Expect(ada.Page.Locator("#viewers")).ToBeHiddenAsync();
        await Server.PushAsync("world.user_count_change", new JsonObject { ["room"] = ScriptedServer.StageId, ["users"] = "few" });
        await Assertions.Expect(ada.Page.Locator("#crowd")).ToHaveAttributeAsync("aria-label", "Up to 10 people are here");
        await ada.OpenRoomAsync("Pier");
        await Assertions.Expect(ada.Page.Locator("#crowd")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task UserCount_WhenChanged_ShowsInTheListAndKeepsTheFocus()
    {
        await using var ada = await ArriveAsync("Ada");
        var galley = ada.RoomLink("Galley");
        await Assertions.Expect(galley.Locator(".crowd")).ToHaveTextAsync("1–10");
        await galley.FocusAsync();

        await Server.PushAsync("world.user_count_change", new JsonObject { ["room"] = ScriptedServer.GalleyId, ["users"] = "many" });
        await Assertions.Expect(galley.Locator(".crowd")).ToHaveTextAsync("10+");
        await Assertions.Expect(ada.Page.Locator(".card").Filter(new() { HasText = "Galley" }).Locator(".crowd")).ToHaveTextAsync("10+");
        await Assertions.Expect(galley).ToBeFocusedAsync();

        await Server.PushAsync("world.user_count_change", new JsonObject { ["room"] = ScriptedServer.GalleyId, ["users"] = "none" });
        await Assertions.Expect(galley.Locator(".crowd")).ToHaveCountAsync(0);
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Room_ThatCannotBeEntered_OffersToTryAgain()
    {
        Server.Refusals["room.enter"] = "server.unavailable";
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Page.Locator(".trouble")).ToContainTextAsync("The server is busy");

        Server.Refusals.Clear();
        Server.Viewers = [];
        await ada.Page.Locator(".trouble").GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator(".trouble")).ToBeHiddenAsync();
        await Assertions.Expect(ada.Page.Locator("#viewers")).ToHaveTextAsync("0");
    }
}
