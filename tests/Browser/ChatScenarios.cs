using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>What a newcomer does on the page. Runs against the real server and, for the page's own sake, against the scripted one.</summary>
public abstract class ChatScenarios(BrowserFixture browser, IAttendeeServer server) : IAsyncLifetime
{
    public Task InitializeAsync() => server.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Chat_TwoVisitors_SeeEachOthersMessages()
    {
        await using var ada = await ArriveAsync("Ada");
        await using var grace = await ArriveAsync("Grace");

        await ada.WriteAsync("Is anybody here? 👋");
        await grace.SeesAsync("Is anybody here? 👋");
        await grace.WriteAsync("Yes, good morning!");
        await ada.SeesAsync("Yes, good morning!");

        var answer = ada.Messages.Filter(new() { HasText = "Yes, good morning!" });
        await Assertions.Expect(answer).ToContainTextAsync("Grace");
        await Assertions.Expect(answer).Not.ToHaveClassAsync(new Regex("is-own"));
        await ada.PhotographAsync("two-visitors");
        ada.HasNoConsoleErrors();
        grace.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Chat_InALastingRoom_JoinsWithTheFirstMessage()
    {
        await using var ada = await ArriveAsync("Ada");
        await using var grace = await ArriveAsync("Grace");
        foreach (var visitor in new[] { ada, grace })
        {
            await visitor.Page.Locator("#rooms").GetByText("Galley").ClickAsync();
            await Assertions.Expect(visitor.Page.GetByLabel("Message to Galley")).ToBeVisibleAsync();
        }

        await ada.WriteAsync("Coffee is ready");

        await grace.SeesAsync("Coffee is ready");
        await Assertions.Expect(grace.Page.Locator(".notice")).ToHaveTextAsync("Ada joined");
        ada.HasNoConsoleErrors();
        grace.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Chat_AfterReload_ShowsHistoryAndKeepsTheName()
    {
        await using var ada = await ArriveAsync("Ada");
        await ada.WriteAsync("Remember me");
        await ada.SeesAsync("Remember me");

        await ada.Page.ReloadAsync();

        await ada.SeesAsync("Remember me");
        await Assertions.Expect(ada.Page.Locator("#profile")).ToBeHiddenAsync();
        await Assertions.Expect(ada.Page.Locator("#me")).ToContainTextAsync("Ada");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Connection_WhenServerRestarts_ComesBackByItself()
    {
        await using var ada = await ArriveAsync("Ada");
        await using var grace = await ArriveAsync("Grace");
        await ada.WriteAsync("Before the restart");
        await grace.SeesAsync("Before the restart");

        await server.StopAsync();
        await Assertions.Expect(ada.Page.Locator("#banner")).ToContainTextAsync("Reconnecting");
        await ada.PhotographAsync("reconnecting");
        await server.StartAsync();

        await Assertions.Expect(ada.Page.Locator("#banner")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(grace.Page.Locator("#banner")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await ada.SeesAsync("Before the restart");
        await grace.WriteAsync("After the restart");
        await ada.SeesAsync("After the restart");
        ada.HasNoConsoleErrorsButFailedConnections();
        grace.HasNoConsoleErrorsButFailedConnections();
    }

    [Fact]
    public async Task Page_OnPhone_HasNoHorizontalScrollAndADrawer()
    {
        await using var ada = await Visitor.OpenAsync(browser.Browser, server.Address, width: 320, height: 568);
        await ada.PhotographAsync("phone-welcome");
        await ada.ChooseNameAsync("Ada Lovelace-of-the-very-long-name");
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync("phone-home");

        await ada.OpenFirstChatAsync();
        await ada.WriteAsync("Averyveryverylongwordwithoutanyspace" + new string('x', 120) + " https://example.org/" + new string('y', 90));
        await ada.SeesAsync("Averyvery");
        await ada.HasNoHorizontalScrollAsync();
        await ada.PhotographAsync("phone-chat");

        await ada.Page.Locator("#menu").ClickAsync();
        await Assertions.Expect(ada.Page.Locator("#sidebar")).ToBeInViewportAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ada.Page.Locator("#sidebar")).Not.ToBeInViewportAsync();
        ada.HasNoConsoleErrors();
    }

    private async Task<Visitor> ArriveAsync(string name)
    {
        var visitor = await Visitor.OpenAsync(browser.Browser, server.Address);
        await visitor.ChooseNameAsync(name);
        await visitor.OpenFirstChatAsync();
        return visitor;
    }
}
