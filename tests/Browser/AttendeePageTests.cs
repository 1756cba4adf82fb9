using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The page against a server that does what a healthy one does rarely.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AttendeePageTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("world.unknown_world")]
    [InlineData("auth.denied")]
    [InlineData("auth.missing_token")]
    [InlineData("auth.missing_id_or_token")]
    [InlineData("server.fatal")]
    public async Task Authenticate_WhenRefusedForGood_ShowsTheCodeAndStaysAway(string code)
    {
        _server.RefuseWith = code;
        await using var ada = await Visitor.OpenAsync(browser.Browser, _server.Address);

        await Assertions.Expect(ada.Page.Locator(".screen code")).ToHaveTextAsync(code);
        await ada.Page.WaitForTimeoutAsync(1_300); // A reconnect would come after exactly 1 s.

        Assert.Equal(1, _server.ConnectionCount);
        ada.HasNoConsoleErrors();
    }

    [Theory]
    [InlineData("auth.expired_token")]
    [InlineData("auth.invalid_token")]
    public async Task Authenticate_WithBadToken_OffersToForgetIt(string code)
    {
        _server.RefuseWith = code;
        await using var ada = await Visitor.OpenAsync(browser.Browser, new Uri(_server.Address, "/#token=a.b.c"));
        await Assertions.Expect(ada.Page.Locator(".screen code")).ToHaveTextAsync(code);
        Assert.Equal(_server.Address.ToString(), ada.Page.Url);
        Assert.Equal("a.b.c", (string?)_server.Received.Single().Body!["token"]);
        await ada.PhotographAsync(code);

        _server.RefuseWith = null;
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Continue without this ticket" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator("#profile")).ToBeVisibleAsync();
        Assert.NotNull(_server.Received.Last(message => message.Name == "authenticate").Body!["client_id"]);
    }

    [Fact]
    public async Task Replaced_ShowsAButtonThatReloads()
    {
        await using var ada = await ArriveAsync("Ada");
        await _server.PushAsync("error", new JsonObject { ["code"] = "connection.replaced" });

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

        await Assertions.Expect(ada.Page.Locator(".hero")).ToBeVisibleAsync();
        Assert.Equal(2, _server.ConnectionCount);
    }

    [Fact]
    public async Task Ping_WithoutPong_ClosesAndReconnectsAfterOneSecond()
    {
        await using var ada = await Visitor.OpenAsync(browser.Browser, new Uri("about:blank"));
        await ada.Page.Clock.InstallAsync();
        await ada.Page.GotoAsync(_server.Address.ToString());
        await ada.ChooseNameAsync("Ada");
        await ada.Page.Clock.RunForAsync(10_500);
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();
        Assert.Contains(_server.Received, message => message.Name == "ping");

        _server.AnswersPings = false;
        await ada.Page.Clock.RunForAsync(20_000);

        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        await ada.Page.Clock.RunForAsync(1_000);
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();
        Assert.Equal(2, _server.ConnectionCount);
    }

    [Fact]
    public async Task Rooms_WhenSwitching_EnterBeforeLeaveAndUnsubscribe()
    {
        await using var ada = await ArriveAsync("Ada");
        _server.Received.Clear();

        await OpenRoomAsync(ada, "Main Deck");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        await OpenRoomAsync(ada, "Film Cabin");
        await Assertions.Expect(ada.Page.Locator(".facts")).ToBeVisibleAsync();

        await WaitUntilAsync(() => _server.ReceivedNames().Contains("room.leave"), "the page left the first room");
        Assert.Equal(["room.enter", "chat.subscribe", "chat.join", "chat.fetch", "room.enter", "chat.unsubscribe", "room.leave"], _server.ReceivedNames());
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task History_WhenScrolledUp_IsFetchedPageByPage()
    {
        var grace = _server.AddUser("Grace");
        for (var number = 1; number <= 90; number++)
        {
            _server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text($"Message number {number}."), DateTimeOffset.UtcNow.AddMinutes(10 * (number - 90)));
        }

        await using var ada = await ArriveAsync("Ada");
        await OpenRoomAsync(ada, "Galley");
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
        Assert.All(_server.Received.Where(message => message.Name == "chat.fetch"), message => Assert.Equal(25, (int)message.Body!["count"]!));

        // Scrolled up, a new message does not move the page but shows the button.
        await ada.Page.Locator(".scroller").EvaluateAsync("element => { element.scrollTop = 400 }");
        await _server.PushEventAsync(_server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Fresh!")));
        await Assertions.Expect(ada.Page.Locator(".jump")).ToHaveTextAsync("1 new message");
        await ada.Page.Locator(".jump").ClickAsync();
        await Assertions.Expect(ada.Messages.Last).ToBeInViewportAsync();
        await Assertions.Expect(ada.Page.Locator(".jump")).ToBeHiddenAsync();
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Message_EditedThenDeleted_ChangesInPlace()
    {
        var grace = _server.AddUser("Grace");
        var original = _server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Hall 2"));
        await using var ada = await ArriveAsync("Ada");
        await OpenRoomAsync(ada, "Galley");
        await ada.SeesAsync("Hall 2");

        var id = (long)original["event_id"]!;
        await _server.PushEventAsync(_server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Hall 3"), replaces: id));
        await ada.SeesAsync("Hall 3");
        await Assertions.Expect(ada.Messages).ToHaveCountAsync(1);
        await Assertions.Expect(ada.Messages.First).ToContainTextAsync("edited");

        await _server.PushEventAsync(_server.AddEvent(ScriptedServer.GalleyChannel, grace, new JsonObject { ["type"] = "deleted" }, replaces: id));
        await ada.SeesAsync("This message was deleted.");
        await Assertions.Expect(ada.Messages).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Message_WithMarkup_StaysText()
    {
        var mallory = _server.AddUser("<b>Mallory</b>");
        _server.Worlds.Title = "<script>alert(1)</script> & {{socket}}";
        await using var ada = await ArriveAsync("Ada");
        await OpenRoomAsync(ada, "Galley");
        await _server.PushEventAsync(_server.AddEvent(ScriptedServer.GalleyChannel, mallory, ScriptedServer.Text("<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=1).")));
        await _server.PushEventAsync(_server.AddEvent(ScriptedServer.GalleyChannel, mallory, new JsonObject
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
    [InlineData(ColorScheme.Dark, 320, 640)]
    public async Task Page_InEveryTheme_FitsTheScreen(ColorScheme scheme, int width, int height)
    {
        FillGalley();
        await using var ada = await Visitor.OpenAsync(browser.Browser, _server.Address, width, height, scheme);
        await ada.ChooseNameAsync("Ada Lovelace");
        var name = $"{scheme}-{width}".ToLowerInvariant();
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync(name + "-home");

        await ada.OpenFirstChatAsync();
        await ada.WriteAsync("On my way ⛵");
        await ada.SeesAsync("On my way");
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync(name + "-chat");

        await ada.Page.GotoAsync(new Uri(_server.Address, "/rooms/" + ScriptedServer.StageId).ToString());
        await Assertions.Expect(ada.Page.Locator(".strip")).ToBeVisibleAsync();
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

    private void FillGalley()
    {
        var (grace, alan) = (_server.AddUser("Grace Hopper"), _server.AddUser("Alan"));
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        _server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Good morning everybody! Breakfast is ready in the galley."), yesterday);
        _server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("☕"), yesterday.AddMinutes(1));
        var liked = _server.AddEvent(ScriptedServer.GalleyChannel, alan, ScriptedServer.Text("The schedule is at https://talks.example.org/lighthouse/schedule/ and will not change any more (we promise)."));
        liked["reactions"] = new JsonObject { ["🎉"] = new JsonArray(grace, alan), ["👍"] = new JsonArray(grace) };
        var edited = _server.AddEvent(ScriptedServer.GalleyChannel, alan, ScriptedServer.Text($"Right, @{grace}?"));
        edited["edited"] = "2031-02-03T09:15:22+00:00";
        _server.AddEvent(ScriptedServer.GalleyChannel, grace, new JsonObject { ["type"] = "deleted" });
        _server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Who joins me at the boat show?"));
    }

    private static Task OpenRoomAsync(Visitor visitor, string name) =>
        visitor.Page.Locator("#rooms").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^" + name) }).ClickAsync();

    private static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (condition())
            {
                return;
            }

            await Task.Delay(25);
        }

        Assert.Fail($"Did not happen within 5 s: {what}.");
    }

    private async Task<Visitor> ArriveAsync(string name)
    {
        var visitor = await Visitor.OpenAsync(browser.Browser, _server.Address);
        await visitor.ChooseNameAsync(name);
        return visitor;
    }
}
