using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>Common part of the tests with one scripted server each.</summary>
public abstract class ScriptedPageTests : IAsyncLifetime
{
    private bool _isManyInGalley;

    private protected ScriptedPageTests(BrowserFixture browser) => Browser = browser.Browser;

    private protected ScriptedServer Server { get; } = new();

    private protected IBrowser Browser { get; }

    public Task InitializeAsync() => Server.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    private protected async Task<Visitor> ArriveAsync(string name)
    {
        var visitor = await Visitor.OpenAsync(Browser, Server.Address);
        await visitor.ChooseNameAsync(name);
        return visitor;
    }

    /// <summary>With the page's clock in the test's hand: it stands still between <c>Clock.RunForAsync</c>.</summary>
    private protected async Task<Visitor> ArriveWithClockAsync(string name)
    {
        var visitor = await Visitor.OpenAsync(Browser, new Uri("about:blank"));
        await visitor.Page.Clock.InstallAsync();
        await visitor.Page.GotoAsync(Server.Address.ToString());
        await visitor.ChooseNameAsync(name);
        await visitor.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(5));
        return visitor;
    }

    /// <summary>Lets 10 s of the page's clock pass, which is one ping, and returns when the page has its pong: without it the next ping would end the connection.</summary>
    private protected async Task RunUntilPongAsync(Visitor visitor)
    {
        var pongs = Server.PongsSent;
        await visitor.Page.Clock.RunForAsync(10_000);
        await WaitUntilAsync(() => Server.PongsSent > pongs, "the ping was answered");
        await SettleAsync(visitor);
    }

    /// <summary>Returns when the page has handled everything that the server sent it so far; works on a page whose clock stands still.</summary>
    private protected async Task SettleAsync(Visitor visitor)
    {
        _isManyInGalley = !_isManyInGalley;
        await Server.PushAsync("world.user_count_change", new JsonObject { ["room"] = ScriptedServer.GalleyId, ["users"] = _isManyInGalley ? "many" : "few" });
        await Assertions.Expect(visitor.RoomLink("Galley").Locator(".crowd")).ToHaveTextAsync(_isManyInGalley ? "10+" : "1–10");
    }

    private protected int CountOf(string command) => Server.Received.Count(message => message.Name == command);

    private protected static async Task WaitUntilAsync(Func<bool> condition, string what)
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
}
