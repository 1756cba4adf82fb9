using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The whole program with several browsers in front: what one of them does shows on the others without a reload.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ServerPageTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly AttendeeServerProcess _server = new();

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Reaction_OfOneVisitor_FliesAtEverybodys()
    {
        await using var ada = await ArriveAsync("Ada", "Main Deck");
        await using var grace = await ArriveAsync("Grace", "Main Deck");
        await ada.WatchFlightsAsync();
        await grace.WatchFlightsAsync();

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Applause" }).ClickAsync();
        Assert.Equal(["👏"], await grace.FlownAsync(1));

        // Grace's reaction comes after Ada's own came back, which must not have flown a second time.
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Love" }).ClickAsync();
        Assert.Equal(["👏", "❤️"], await ada.FlownAsync(2));
        ada.HasNoConsoleErrors();
        grace.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Presence_OfVisitors_ShowsInListAndHeader()
    {
        await using var ada = await ArriveAsync("Ada");
        var crowd = ada.RoomLink("Main Deck").Locator(".crowd");
        await Assertions.Expect(crowd).ToHaveCountAsync(0);

        await using var moderator = await Visitor.OpenAsync(browser.Browser, new Uri(_server.Address, "/#token=" + await _server.GenerateTokenAsync("moderator", "track-lead")));
        await moderator.ChooseNameAsync("Hedy");
        await moderator.OpenRoomAsync("Main Deck");
        await Assertions.Expect(crowd).ToHaveTextAsync("1–10");
        await Assertions.Expect(moderator.Page.Locator("#viewers")).ToHaveTextAsync("1");

        await using (var grace = await ArriveAsync("Grace", "Main Deck"))
        {
            await Assertions.Expect(moderator.Page.Locator("#viewers")).ToHaveTextAsync("2");
            await moderator.Page.Locator("#viewers").ClickAsync();
            await Assertions.Expect(moderator.Page.Locator(".people-name")).ToHaveTextAsync(["Grace", "Hedy"]);
            await Assertions.Expect(grace.Page.Locator("#crowd")).ToBeVisibleAsync();
            await Assertions.Expect(grace.Page.Locator("#viewers")).ToBeHiddenAsync();
        }

        await Assertions.Expect(moderator.Page.Locator(".people-name")).ToHaveTextAsync(["Hedy"]);
        await moderator.Page.Keyboard.PressAsync("Escape");
        await moderator.OpenRoomAsync("Galley");
        await Assertions.Expect(crowd).ToHaveCountAsync(0);
        ada.HasNoConsoleErrors();
        moderator.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Unread_OfTwoTabs_IsClearedInBothByReadingInOne()
    {
        await using var ada = await ArriveAsync("Ada", "Galley");
        await ada.WriteAsync("I am in");
        await ada.SeesAsync("I am in");
        await ada.Page.Locator(".brand").ClickAsync();
        var tab = await ada.OpenTabAsync(_server.Address.ToString());
        await Assertions.Expect(tab.Page.Locator(".hero")).ToBeVisibleAsync();
        var marks = new[] { ada.RoomLink("Galley").Locator(".unread"), tab.RoomLink("Galley").Locator(".unread") };

        await using var grace = await ArriveAsync("Grace", "Galley");
        await grace.WriteAsync("Anybody there?");
        foreach (var mark in marks)
        {
            await Assertions.Expect(mark).ToBeVisibleAsync();
        }

        await tab.Page.BringToFrontAsync();
        await tab.OpenRoomAsync("Galley");
        await tab.SeesAsync("Anybody there?");
        foreach (var mark in marks)
        {
            await Assertions.Expect(mark).ToHaveCountAsync(0);
        }

        // The pointer is armed again: the next message marks the room again.
        await tab.Page.Locator(".brand").ClickAsync();
        await grace.WriteAsync("Hello?");
        await Assertions.Expect(marks[0]).ToBeVisibleAsync();
        await ada.Page.ReloadAsync();
        await Assertions.Expect(marks[0]).ToBeVisibleAsync();
        ada.HasNoConsoleErrors();
        tab.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Mention_IsCountedUntilItsRoomIsOpened()
    {
        await using var ada = await ArriveAsync("Ada", "Galley");
        await ada.WriteAsync("I am in");
        await ada.SeesAsync("I am in");
        await ada.Page.Locator(".brand").ClickAsync();
        var (grace, galley) = await LogInAsync(new JsonObject { ["client_id"] = Guid.NewGuid().ToString() });
        await using var ending = grace;
        await grace.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = "Grace" } });
        var channel = (string)galley["modules"]![0]!["channel_id"]!;
        await grace.CallAsync("chat.join", new JsonObject { ["channel"] = channel });
        var history = await grace.CallAsync("chat.fetch", new JsonObject { ["channel"] = channel, ["before_id"] = 1_000_000, ["count"] = 25 });
        var adasId = (string)history["results"]!.AsArray().First(chatEvent => (string?)chatEvent!["content"]!["body"] == "I am in")!["sender"]!;

        await grace.CallAsync("chat.send", new JsonObject
        {
            ["channel"] = channel,
            ["event_type"] = "channel.message",
            ["content"] = new JsonObject { ["type"] = "text", ["body"] = $"@{adasId} come here" },
        });

        var count = ada.RoomLink("Galley").Locator(".count");
        await Assertions.Expect(count).ToHaveTextAsync("1");
        await ada.OpenRoomAsync("Galley");
        await ada.SeesAsync("@Ada come here");
        await ada.Page.Locator(".brand").ClickAsync();
        await Assertions.Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        await Assertions.Expect(count).ToHaveCountAsync(0);
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Administrator_ChangesRooms_ThePageFollows()
    {
        await using var ada = await ArriveAsync("Ada", "Galley");
        var (admin, galley) = await LogInAsync(new JsonObject { ["token"] = await _server.GenerateTokenAsync("admin") });
        await using var ending = admin;

        var created = await admin.CallAsync("room.create", new JsonObject
        {
            ["name"] = "Lido",
            ["description"] = "Fresh air",
            ["modules"] = new JsonArray(new JsonObject { ["type"] = "chat.native" }),
        });
        // A new room admits its maker only, until somebody grants more.
        await admin.CallAsync("room.config.patch", new JsonObject
        {
            ["room"] = (string)created["room"]!,
            ["trait_grants"] = new JsonObject { ["participant"] = new JsonArray() },
        });
        await Assertions.Expect(ada.RoomLink("Lido")).ToBeVisibleAsync();
        await admin.CallAsync("room.config.patch", new JsonObject { ["room"] = (string)galley["id"]!, ["name"] = "Kitchen" });
        await Assertions.Expect(ada.Page.Locator("#headline")).ToHaveTextAsync("Kitchen");
        await Assertions.Expect(ada.RoomLink("Kitchen")).ToBeVisibleAsync();

        await ada.OpenRoomAsync("Lido");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        await admin.CallAsync("room.delete", new JsonObject { ["room"] = (string)created["room"]! });
        await Assertions.Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        await Assertions.Expect(ada.RoomLink("Lido")).ToHaveCountAsync(0);
        await Assertions.Expect(ada.Page.Locator("#toast")).ToHaveTextAsync("The room you were in is gone.");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Name_ChangedInOneTab_ShowsInTheOther()
    {
        await using var ada = await ArriveAsync("Ada");
        var tab = await ada.OpenTabAsync(_server.Address.ToString());
        await Assertions.Expect(tab.Page.Locator("#me")).ToContainTextAsync("Ada");

        await tab.Page.Locator("#me").ClickAsync();
        await tab.Page.GetByLabel("Your name").FillAsync("Countess");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator("#me")).ToContainTextAsync("Countess");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Message_WrittenWhileTheServerIsAway_ArrivesWhenItIsBack()
    {
        await using var ada = await ArriveAsync("Ada", "Galley");
        await using var grace = await ArriveAsync("Grace", "Galley");
        await ada.WriteAsync("Before");
        await grace.SeesAsync("Before");
        await _server.StopAsync();
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        await ada.WriteAsync("While it was away");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("Will be sent when the connection is back");

        await _server.StartAsync();

        await grace.SeesAsync("While it was away");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToHaveCountAsync(0);
        await Assertions.Expect(ada.Messages.Filter(new() { HasText = "While it was away" })).ToHaveCountAsync(1);
        ada.HasNoConsoleErrorsButFailedConnections();
    }

    private async Task<Visitor> ArriveAsync(string name, string? room = null)
    {
        var visitor = await Visitor.OpenAsync(browser.Browser, _server.Address);
        await visitor.ChooseNameAsync(name);
        if (room is not null)
        {
            await visitor.OpenRoomAsync(room);
            await Assertions.Expect(visitor.Page.GetByLabel("Message to " + room)).ToBeVisibleAsync();
        }

        return visitor;
    }

    private async Task<(VenuelessClient Client, JsonNode Galley)> LogInAsync(JsonObject credentials)
    {
        var client = await VenuelessClient.ConnectAsync(_server.Port, "lighthouse");
        var payload = await client.AuthenticateAsync(credentials);
        var galley = payload["world.config"]!["rooms"]!.AsArray().Single(room => (string)room!["name"]! == "Galley")!;
        return (client, galley);
    }
}
