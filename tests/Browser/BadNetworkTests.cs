using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>The page on networks that break, stall and come back (connection.md section 11).</summary>
[Collection(BrowserCollection.Name)]
public sealed class BadNetworkTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Fact]
    public async Task Message_WrittenWhileDisconnected_GoesOutByItselfOnce()
    {
        await using var ada = await ArriveInGalleyAsync();
        await Server.StopAsync();
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();

        await ada.WriteAsync("Written in a tunnel");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("Will be sent when the connection is back");
        await ada.PhotographAsync("offline-message");
        await Server.StartAsync();

        await ada.SeesAsync("Written in a tunnel");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToHaveCountAsync(0);
        Assert.Equal(["Written in a tunnel"], Server.BodiesOf(ScriptedServer.GalleyChannel));
        ada.HasNoConsoleErrorsButFailedConnections();
    }

    [Fact]
    public async Task Message_StoredButNotConfirmedBeforeTheBreak_IsFoundInTheHistory()
    {
        await using var ada = await ArriveInGalleyAsync();
        Server.BreakAfter = "chat.send";

        await ada.WriteAsync("Did this arrive?");

        await ada.SeesAsync("Did this arrive?");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToHaveCountAsync(0);
        Assert.Equal(2, Server.ConnectionCount);
        Assert.Equal(["Did this arrive?"], Server.BodiesOf(ScriptedServer.GalleyChannel));
    }

    [Fact]
    public async Task Message_LostWithTheConnection_WaitsForTheVisitor()
    {
        await using var ada = await ArriveInGalleyAsync();
        Server.Swallowed["chat.send"] = true;
        await ada.WriteAsync("Into the void");
        await WaitUntilAsync(() => CountOf("chat.send") == 1, "the message left the page");
        Server.Swallowed.Clear();
        Server.DropAll();

        var pending = ada.Page.Locator(".pending");
        await Assertions.Expect(pending).ToContainTextAsync("The connection broke before the server answered.");
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();
        Assert.Equal(1, CountOf("chat.send"));
        await ada.PhotographAsync("unclear-message");
        await pending.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await ada.SeesAsync("Into the void");
        await Assertions.Expect(pending).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Message_WithoutAnswer_TimesOutAndALatePushSettlesIt()
    {
        await using var ada = await ArriveWithClockAsync("Ada");
        await ada.OpenRoomAsync("Galley");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        Server.Swallowed["chat.send"] = true;
        await ada.WriteAsync("Slow server");
        await WaitUntilAsync(() => CountOf("chat.send") == 1, "the message left the page");

        await RunUntilPongAsync(ada);
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("Sending");

        await ada.Page.Clock.RunForAsync(5_000);
        var pending = ada.Page.Locator(".pending");
        await Assertions.Expect(pending).ToContainTextAsync("The server did not answer. Please try again.");

        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.GalleyChannel, Server.OnlyUserNamed("Ada"), ScriptedServer.Text("Slow server")));
        await SettleAsync(ada);
        await ada.Page.Clock.RunForAsync(100);
        await Assertions.Expect(pending).ToHaveCountAsync(0);
        await ada.SeesAsync("Slow server");
        ada.HasNoConsoleErrors();
    }

    [Theory]
    [InlineData("server.unavailable", "The server is busy. Please try again in a moment.")]
    [InlineData("protocol.denied", "You may not do that here.")]
    public async Task Message_ThatIsRefused_CanBeSentAgainOrDiscarded(string code, string text)
    {
        await using var ada = await ArriveInGalleyAsync();
        Server.Refusals["chat.send"] = code;
        await ada.WriteAsync("First");
        await ada.WriteAsync("Second");
        var pending = ada.Page.Locator(".pending");
        await Assertions.Expect(pending).ToHaveCountAsync(2);
        await Assertions.Expect(pending.First).ToContainTextAsync(text);
        await Assertions.Expect(pending.Last).ToContainTextAsync(text);

        Server.Refusals.Clear();
        await pending.First.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Assertions.Expect(pending).ToHaveCountAsync(1);
        await pending.First.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await ada.SeesAsync("Second");
        Assert.Equal(["Second"], Server.BodiesOf(ScriptedServer.GalleyChannel));
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Messages_WrittenQuickly_KeepTheirOrder()
    {
        await using var ada = await ArriveInGalleyAsync();
        for (var number = 1; number <= 5; number++)
        {
            await ada.WriteAsync($"Number {number}");
        }

        await ada.SeesAsync("Number 5");
        Assert.Equal(["Number 1", "Number 2", "Number 3", "Number 4", "Number 5"], Server.BodiesOf(ScriptedServer.GalleyChannel));
    }

    [Fact]
    public async Task Draft_SurvivesAnotherRoomAndTheServersReload()
    {
        await using var ada = await ArriveInGalleyAsync();
        await ada.Input.FillAsync("Half a thou");
        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Page.GetByLabel("Message to Main Deck")).ToHaveValueAsync("");
        await ada.OpenRoomAsync("Galley");
        await Assertions.Expect(ada.Page.GetByLabel("Message to Galley")).ToHaveValueAsync("Half a thou");

        await Server.PushAsync("connection.reload", new JsonObject());

        await WaitUntilAsync(() => Server.ConnectionCount == 2, "the page was loaded again");
        await Assertions.Expect(ada.Page.GetByLabel("Message to Galley")).ToHaveValueAsync("Half a thou");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task UnsentMessage_SurvivesAReloadAndMarksItsRoom()
    {
        await using var ada = await ArriveInGalleyAsync();
        Server.Refusals["chat.send"] = "server.unavailable";
        await ada.WriteAsync("Keep me");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("busy");

        await ada.Page.GotoAsync(Server.Address.ToString());
        var mark = ada.RoomLink("Galley").GetByRole(AriaRole.Img, new() { Name = "message not sent" });
        await Assertions.Expect(mark).ToBeVisibleAsync();
        await ada.OpenRoomAsync("Galley");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToContainTextAsync("Keep me");
        Server.Refusals.Clear();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();

        await ada.SeesAsync("Keep me");
        await Assertions.Expect(mark).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Chat_ThatCannotBeOpened_OffersToTryAgain()
    {
        Server.Refusals["chat.subscribe"] = "server.unavailable";
        Server.AddEvent(ScriptedServer.GalleyChannel, Server.AddUser("Grace"), ScriptedServer.Text("Welcome"));
        await using var ada = await ArriveInGalleyAsync();
        var hint = ada.Page.Locator(".composer .hint");
        await Assertions.Expect(hint).ToContainTextAsync("The server is busy. Please try again in a moment.");
        await ada.WriteAsync("Early bird");
        await Assertions.Expect(ada.Page.Locator(".pending")).ToHaveCountAsync(1);

        Server.Refusals.Clear();
        await hint.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await ada.SeesAsync("Welcome");
        await ada.SeesAsync("Early bird");
        await Assertions.Expect(hint).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Login_WithoutAnswer_IsGivenUpAfterAMinute()
    {
        Server.AnswersLogins = false;
        await using var ada = await Visitor.OpenAsync(Browser, new Uri("about:blank"));
        await ada.Page.Clock.InstallAsync();
        await ada.Page.GotoAsync(Server.Address.ToString());
        await WaitUntilAsync(() => CountOf("authenticate") == 1, "the page logged in");
        await ada.Page.Clock.RunForAsync(50_000);
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync();
        Assert.Equal(1, Server.ConnectionCount);

        await ada.Page.Clock.RunForAsync(11_500);
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        await WaitUntilAsync(() => CountOf("authenticate") == 2, "the page logged in again");
        Server.AnswersLogins = true;
        await ada.Page.Clock.RunForAsync(61_500);

        await Assertions.Expect(ada.Page.Locator("#profile")).ToBeVisibleAsync();
        Assert.Equal(3, Server.ConnectionCount);
    }

    [Fact]
    public async Task Reconnect_EntersAndSubscribesAgain()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await WaitUntilAsync(() => CountOf("chat.fetch") == 1, "the chat was opened");
        Server.Received.Clear();

        Server.DropAll();

        await WaitUntilAsync(() => CountOf("chat.fetch") == 1, "the chat was opened again");
        Assert.Equal(["authenticate", "room.enter", "chat.subscribe", "chat.join", "chat.fetch"], Server.ReceivedNames());
    }

    [Fact]
    public async Task Pushes_ThatNobodyKnows_AreIgnored()
    {
        await using var ada = await ArriveInGalleyAsync();
        await Server.PushAsync("no.such.thing", new JsonObject());
        await Server.PushAsync("error", new JsonObject { ["code"] = "some.error" });

        await ada.WriteAsync("Still here");

        await ada.SeesAsync("Still here");
        Assert.Equal(1, Server.ConnectionCount);
        ada.HasNoConsoleErrors();
    }

    private async Task<Visitor> ArriveInGalleyAsync()
    {
        var visitor = await ArriveAsync("Ada");
        await visitor.OpenRoomAsync("Galley");
        await Assertions.Expect(visitor.Page.GetByLabel("Message to Galley")).ToBeVisibleAsync();
        return visitor;
    }
}
