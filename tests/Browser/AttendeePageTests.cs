using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The page against a server that does what a healthy one does rarely.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AttendeePageTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Theory]
    [InlineData("world.unknown_world")]
    [InlineData("auth.denied")]
    [InlineData("auth.missing_token")]
    [InlineData("auth.missing_id_or_token")]
    [InlineData("server.fatal")]
    public async Task Authenticate_WhenRefusedForGood_ShowsTheCodeAndStaysAway(string code)
    {
        Server.RefuseWith = code;
        await using var ada = await Visitor.OpenAsync(Browser, Server.Address);

        await Assertions.Expect(ada.Page.Locator(".screen code")).ToHaveTextAsync(code);
        await ada.Page.WaitForTimeoutAsync(1_300); // A reconnect would come after exactly 1 s.

        Assert.Equal(1, Server.ConnectionCount);
        ada.HasNoConsoleErrors();
    }

    [Theory]
    [InlineData("auth.expired_token")]
    [InlineData("auth.invalid_token")]
    public async Task Authenticate_WithBadToken_OffersToForgetIt(string code)
    {
        Server.RefuseWith = code;
        await using var ada = await Visitor.OpenAsync(Browser, new Uri(Server.Address, "/#token=a.b.c"));
        await Assertions.Expect(ada.Page.Locator(".screen code")).ToHaveTextAsync(code);
        Assert.Equal(Server.Address.ToString(), ada.Page.Url);
        Assert.Equal("a.b.c", (string?)Server.Received.Single().Body!["token"]);
        await ada.PhotographAsync(code);

        Server.RefuseWith = null;
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Continue without this ticket" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator("#profile")).ToBeVisibleAsync();
        Assert.NotNull(Server.Received.Last(message => message.Name == "authenticate").Body!["client_id"]);
    }

    [Fact]
    public async Task Replaced_ShowsAButtonThatReloads()
    {
        await using var ada = await ArriveAsync("Ada");
        await Server.PushAsync("error", new JsonObject { ["code"] = "connection.replaced" });

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        Assert.Equal(2, Server.ConnectionCount);
    }

    [Fact]
    public async Task Ping_WithoutPong_ClosesAndReconnectsAfterOneSecond()
    {
        await using var ada = await ArriveWithClockAsync("Ada");
        await RunUntilPongAsync(ada);
        Server.AnswersPings = false;
        await ada.Page.Clock.RunForAsync(9_500); // At most one ping, and nothing before it was unanswered.
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();

        for (var step = 0; step < 22 && !await ada.Page.Locator("#banner").IsVisibleAsync(); step++)
        {
            await ada.Page.Clock.RunForAsync(500);
        }

        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        Assert.Equal(1, Server.ConnectionCount);
        await ada.Page.Clock.RunForAsync(1_000);
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();
        Assert.Equal(2, Server.ConnectionCount);
    }

    [Fact]
    public async Task Rooms_WhenSwitching_EnterBeforeLeaveAndUnsubscribe()
    {
        await using var ada = await ArriveAsync("Ada");
        Server.Received.Clear();

        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        await ada.OpenRoomAsync("Film Cabin");
        await Assertions.Expect(ada.Page.Locator(".stage")).ToBeVisibleAsync();

        await WaitUntilAsync(() => Server.ReceivedNames().Contains("room.leave"), "the page left the first room");
        Assert.Equal(["room.enter", "chat.subscribe", "chat.join", "chat.fetch", "room.enter", "chat.unsubscribe", "room.leave"], Server.ReceivedNames());
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task History_WhenScrolledUp_IsFetchedPageByPage()
    {
        var grace = Server.AddUser("Grace");
        for (var number = 1; number <= 90; number++)
        {
            Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text($"Message number {number}."), DateTimeOffset.UtcNow.AddMinutes(10 * (number - 90)));
        }

        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await ada.SeesAsync("Message number 90.");
        var fetched = ada.Messages;
        Assert.True(await fetched.CountAsync() < 90);

        for (var turn = 0; turn < 8 && await fetched.CountAsync() < 90; turn++)
        {
            await ada.Page.Locator(".scroller").EvaluateAsync("element => { element.scrollTop = 0 }");
            await ada.Page.WaitForTimeoutAsync(150);
        }

        Assert.Equal(90, await fetched.CountAsync());
        await Assertions.Expect(ada.Messages.First).ToContainTextAsync("Message number 1.");
        Assert.All(Server.Received.Where(message => message.Name == "chat.fetch"), message => Assert.Equal(25, (int)message.Body!["count"]!));

        // Scrolled up, a new message does not move the page but shows the button.
        await ada.Page.Locator(".scroller").EvaluateAsync("element => { element.scrollTop = 400 }");
        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Fresh!")));
        await Assertions.Expect(ada.Page.Locator(".jump")).ToHaveTextAsync("1 new message");
        await ada.Page.Locator(".jump").ClickAsync();
        await Assertions.Expect(ada.Messages.Last).ToBeInViewportAsync();
        await Assertions.Expect(ada.Page.Locator(".jump")).ToBeHiddenAsync();
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Message_EditedThenDeleted_ChangesInPlace()
    {
        var grace = Server.AddUser("Grace");
        var original = Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Hall 2"));
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await ada.SeesAsync("Hall 2");

        var id = (long)original["event_id"]!;
        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Hall 3"), replaces: id));
        await ada.SeesAsync("Hall 3");
        await Assertions.Expect(ada.Messages).ToHaveCountAsync(1);
        await Assertions.Expect(ada.Messages.First).ToContainTextAsync("edited");

        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, grace, new JsonObject { ["type"] = "deleted" }, replaces: id));
        await ada.SeesAsync("This message was deleted.");
        await Assertions.Expect(ada.Messages).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Message_WithMarkup_StaysText()
    {
        var mallory = Server.AddUser("<b>Mallory</b>");
        Server.Worlds.Title = "<script>alert(1)</script> & {{socket}}";
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, mallory, ScriptedServer.Text("<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=1).")));
        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, mallory, new JsonObject
        {
            ["type"] = "files",
            ["files"] = new JsonArray(new JsonObject { ["url"] = "javascript:alert(1)", ["name"] = "slides.pdf", ["mimeType"] = "application/pdf" }),
        }));

        await ada.SeesAsync("<img src=x onerror=alert(1)>");
        await ada.SeesAsync("slides.pdf");
        await Assertions.Expect(ada.Page.Locator(".messages img, .messages b")).ToHaveCountAsync(0);
        await Assertions.Expect(ada.Page.Locator(".messages a")).ToHaveCountAsync(1);
        await Assertions.Expect(ada.Page.Locator(".messages a")).ToHaveAttributeAsync("href", "https://example.org/a?b=1");
        await Assertions.Expect(ada.Page).ToHaveTitleAsync("Galley · <script>alert(1)</script> & {{socket}}");
        ada.HasNoConsoleErrors();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 320, 640)]
    [InlineData(ColorScheme.Dark, 320, 640)]
    public async Task Page_InEveryTheme_FitsTheScreen(ColorScheme scheme, int width, int height)
    {
        FillGalley();
        await using var ada = await Visitor.OpenAsync(Browser, Server.Address, width, height, scheme);
        await ada.ChooseNameAsync("Ada Lovelace");
        var name = $"{scheme}-{width}".ToLowerInvariant();
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync(name + "-home");

        await ada.OpenFirstChatAsync();
        await ada.WriteAsync("On my way ⛵");
        await ada.SeesAsync("On my way");
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync(name + "-chat");

        await ada.Page.GotoAsync(new Uri(Server.Address, "/rooms/" + ScriptedServer.StageId).ToString());
        await Assertions.Expect(ada.Page.Locator(".stage")).ToBeVisibleAsync();
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync(name + "-stage");
        if (width < 760)
        {
            await ada.Page.Locator("#menu").ClickAsync();
            await ada.Page.WaitForTimeoutAsync(400); // The drawer slides in.
            await ada.PhotographAsync(name + "-drawer");
            await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Workshop" }).ClickAsync();
            await Assertions.Expect(ada.Page.Locator(".facts")).ToBeVisibleAsync();
            await ada.Page.WaitForTimeoutAsync(400);
            await ada.PhotographAsync(name + "-facts");
        }

        ada.HasNoConsoleErrors();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 820, 1180)]
    [InlineData(ColorScheme.Dark, 568, 320)]
    [InlineData(ColorScheme.Light, 320, 640)]
    [InlineData(ColorScheme.Dark, 320, 640)]
    public async Task Stage_WithEverythingOn_FitsTheScreen(ColorScheme scheme, int width, int height)
    {
        string[] names = ["Grace Hopper", "Alan", "Hedy Lamarr-of-the-very-long-name-that-ends-nowhere"];
        var people = names.Select(Server.AddUser).ToArray();
        Server.Viewers = [.. people.Select(Server.UserObject)];
        for (var number = 0; number < 12; number++)
        {
            Server.AddEvent(ScriptedServer.StageChannel, people[number % 3], ScriptedServer.Text($"What a talk! Remark {number} of many."));
        }

        Server.Refusals["chat.send"] = "server.unavailable";
        await using var ada = await Visitor.OpenAsync(Browser, new Uri(Server.Address, "/rooms/" + ScriptedServer.StageId), width, height, scheme);
        await ada.ChooseNameAsync("Ada Lovelace");
        var name = $"{scheme}-{width}".ToLowerInvariant();
        await ada.WriteAsync("This one is refused for a moment");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("Send again");
        await ada.WatchFlightsAsync();
        await Server.PushAsync("room.reaction", new JsonObject
        {
            ["room"] = ScriptedServer.StageId,
            ["reactions"] = new JsonObject { ["👏"] = 12, ["❤️"] = 5, ["👍"] = 4, ["🤣"] = 2, ["😮"] = 1 },
        });
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Applause" }).ClickAsync();
        await ada.FlownAsync(24);
        await ada.PhotographAsync(name + "-stage-alive");
        await ada.HasNoHorizontalScrollAsync();
        await Assertions.Expect(ada.Input).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(ada.Page.Locator(".pending")).ToBeInViewportAsync();
        foreach (var button in await ada.Page.Locator(".reaction-button").AllAsync())
        {
            await Assertions.Expect(button).ToBeInViewportAsync(new() { Ratio = 1 });
        }

        await ada.Page.Locator("#viewers").ClickAsync();
        await Assertions.Expect(ada.Page.Locator(".people-name")).ToHaveCountAsync(3);
        await Assertions.Expect(ada.Page.Locator("#viewers-panel")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ada.PhotographAsync(name + "-viewers");
        await ada.Page.Keyboard.PressAsync("Escape");
        Server.DropAll();
        Server.AnswersLogins = false;
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        await ada.WriteAsync("Gone for a moment");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToHaveCountAsync(2);
        await ada.PhotographAsync(name + "-offline");
        await ada.HasNoHorizontalScrollAsync();
        ada.HasNoConsoleErrors();
    }

    private void FillGalley()
    {
        var (grace, alan) = (Server.AddUser("Grace Hopper"), Server.AddUser("Alan"));
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Good morning everybody! Breakfast is ready in the galley."), yesterday);
        Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("☕"), yesterday.AddMinutes(1));
        var liked = Server.AddEvent(ScriptedServer.GalleyChannel, alan, ScriptedServer.Text("The schedule is at https://talks.example.org/lighthouse/schedule/ and will not change any more (we promise)."));
        liked["reactions"] = new JsonObject { ["🎉"] = new JsonArray(grace, alan), ["👍"] = new JsonArray(grace) };
        var edited = Server.AddEvent(ScriptedServer.GalleyChannel, alan, ScriptedServer.Text($"Right, @{grace}?"));
        edited["edited"] = "2031-02-03T09:15:22+00:00";
        Server.AddEvent(ScriptedServer.GalleyChannel, grace, new JsonObject { ["type"] = "deleted" });
        Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Who joins me at the boat show?"));
    }
}
