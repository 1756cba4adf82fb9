using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>Reactions over a stage (rooms.md section 7).</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReactionTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Fact]
    public async Task Reactions_OfAFullHall_FlyInASensibleNumber()
    {
        await using var ada = await ArriveOnStageAsync();

        await PushReactionsAsync(ScriptedServer.StageId, new() { ["👍"] = 900, ["👏"] = 1 });
        var flown = await ada.FlownAsync(24);
        Assert.Equal(23, flown.Count(symbol => symbol == "👍"));
        Assert.Single(flown, "👏");

        // Neither more of the first push nor anything of another room came in between.
        await PushReactionsAsync(ScriptedServer.GalleyId, new() { ["🤣"] = 3 });
        await PushReactionsAsync(ScriptedServer.StageId, new() { ["❤️"] = 2 });
        flown = await ada.FlownAsync(26);
        Assert.Equal(["❤️", "❤️"], flown[24..]);
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Reactions_ThatFlew_AreTakenAway()
    {
        await using var ada = await ArriveOnStageAsync();
        await PushReactionsAsync(ScriptedServer.StageId, new() { ["😮"] = 3 });
        await ada.FlownAsync(3);

        await Assertions.Expect(ada.Page.Locator(".flying")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Button_Pressed_FliesAtOnceAndRestsForTwoSeconds()
    {
        await using var ada = await ArriveWithClockAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await ada.WatchFlightsAsync();
        var applause = ada.Page.GetByRole(AriaRole.Button, new() { Name = "Applause" });
        await applause.FocusAsync();

        for (var press = 0; press < 3; press++)
        {
            await ada.Page.Keyboard.PressAsync("Enter");
        }

        await ada.Page.Clock.RunForAsync(10);
        Assert.Equal(["👏"], await ada.FlownAsync(1));
        await Assertions.Expect(applause).ToHaveAttributeAsync("aria-disabled", "true");
        await Assertions.Expect(applause).ToBeFocusedAsync();
        await WaitUntilAsync(() => CountOf("room.react") == 1, "the reaction was sent");

        // The own one comes back among those of the others and does not fly twice.
        await PushReactionsAsync(ScriptedServer.StageId, new() { ["👏"] = 3 });
        await SettleAsync(ada);
        await ada.Page.Clock.RunForAsync(1_000);
        Assert.Equal(3, (await ada.FlownAsync(3)).Length);

        await ada.Page.Clock.RunForAsync(1_000);
        await Assertions.Expect(applause).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await ada.Page.Keyboard.PressAsync("Enter");
        await WaitUntilAsync(() => CountOf("room.react") == 2, "the second reaction was sent");
        var sent = Server.Received.Last(message => message.Name == "room.react").Body!;
        Assert.Equal((ScriptedServer.StageId, "👏"), ((string?)sent["room"], (string?)sent["reaction"]));
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Button_WhenRefused_SaysSoAndIsReadyAgain()
    {
        Server.Refusals["room.react"] = "server.unavailable";
        await using var ada = await ArriveOnStageAsync();
        var love = ada.Page.GetByRole(AriaRole.Button, new() { Name = "Love" });

        await love.ClickAsync();

        await Assertions.Expect(ada.Page.Locator(".reaction-bar .hint")).ToHaveTextAsync("The server is busy. Please try again in a moment.");
        await Assertions.Expect(love).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await Server.StopAsync();
        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeVisibleAsync();
        await love.ClickAsync();
        await Assertions.Expect(ada.Page.Locator(".reaction-bar .hint")).ToContainTextAsync("Not connected");
    }

    [Fact]
    public async Task Reactions_WithReducedMotion_AreCountedQuietly()
    {
        await using var ada = await ArriveOnStageAsync();
        await ada.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });

        await PushReactionsAsync(ScriptedServer.StageId, new() { ["👏"] = 12 });
        await PushReactionsAsync(ScriptedServer.StageId, new() { ["👏"] = 3, ["❤️"] = 1 });

        await Assertions.Expect(ada.Page.Locator(".quiet-count")).ToHaveTextAsync("👏 15  ❤️ 1");
        await Assertions.Expect(ada.Page.Locator(".flying")).ToHaveCountAsync(0);
        Assert.Empty(await ada.FlownAsync(0));
    }

    [Fact]
    public async Task Room_WithoutStage_HasNoReactions()
    {
        await using var ada = await ArriveOnStageAsync();
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Group, new() { Name = "Reactions" }).GetByRole(AriaRole.Button)).ToHaveCountAsync(5);

        await ada.OpenRoomAsync("Galley");

        await Assertions.Expect(ada.Page.GetByLabel("Message to Galley")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Page.Locator(".reaction-button")).ToHaveCountAsync(0);
    }

    private async Task<Visitor> ArriveOnStageAsync()
    {
        var visitor = await ArriveAsync("Ada");
        await visitor.OpenRoomAsync("Main Deck");
        await Assertions.Expect(visitor.Page.Locator(".stage")).ToBeVisibleAsync();
        await visitor.WatchFlightsAsync();
        return visitor;
    }

    private Task PushReactionsAsync(string room, JsonObject reactions) =>
        Server.PushAsync("room.reaction", new JsonObject { ["reactions"] = reactions, ["room"] = room });
}
