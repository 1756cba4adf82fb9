using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>One person in front of the attendee page: a browser context with a storage of its own and one open page.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _consoleErrors = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _consoleErrors.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _consoleErrors.Enqueue(error);
        page.SetDefaultTimeout(15_000);
    }

    public IPage Page { get; }

    public ILocator Messages => Page.Locator(".message");

    public ILocator Input => Page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Message to") });

    public static async Task<Visitor> OpenAsync(IBrowser browser, Uri address, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = width < 600,
            DeviceScaleFactor = width < 600 ? 2 : 1,
        });
        var visitor = new Visitor(context, await context.NewPageAsync());
        await visitor.Page.GotoAsync(address.ToString());
        return visitor;
    }

    public async Task ChooseNameAsync(string name)
    {
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Join in" }).ClickAsync();
        await Assertions.Expect(Page.Locator("#profile")).ToBeHiddenAsync();
    }

    /// <summary>Opens the first room with a chat and waits for its list of messages.</summary>
    public async Task OpenFirstChatAsync()
    {
        await Page.Locator(".card.has-chat").First.ClickAsync();
        await Assertions.Expect(Input).ToBeVisibleAsync();
    }

    public ILocator RoomLink(string name) => Page.Locator("#rooms").GetByRole(AriaRole.Link, new() { NameRegex = new("^" + name) });

    public Task OpenRoomAsync(string name) => RoomLink(name).ClickAsync();

    /// <summary>Another tab of the same browser: same storage, same user. Ends with this visitor.</summary>
    public async Task<Visitor> OpenTabAsync(string address)
    {
        var tab = new Visitor(_context, await _context.NewPageAsync());
        await tab.Page.GotoAsync(address);
        return tab;
    }

    /// <summary>Notes every reaction that takes off from now on: they are gone again within seconds.</summary>
    public Task WatchFlightsAsync() => Page.EvaluateAsync("""
        () => {
          window.flown = []
          new MutationObserver(records => {
            for (const { addedNodes } of records) for (const node of addedNodes) if (node.className === 'flying') window.flown.push(node.textContent)
          }).observe(document, { childList: true, subtree: true })
        }
        """);

    /// <summary>The noted reactions, waited for until there are <paramref name="count"/>.</summary>
    public async Task<string[]> FlownAsync(int count)
    {
        await Page.WaitForFunctionAsync("count => window.flown.length >= count", count);
        return await Page.EvaluateAsync<string[]>("() => window.flown");
    }

    /// <summary>What the browser says of a tab that nobody looks at, or of one that came back.</summary>
    public Task ShowTabAsync(bool isVisible) => Page.EvaluateAsync(
        "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }",
        isVisible ? "visible" : "hidden");

    public async Task WriteAsync(string text)
    {
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
    }

    public Task SeesAsync(string text) => Assertions.Expect(Messages.Filter(new() { HasText = text })).ToBeVisibleAsync(new() { Timeout = 15_000 });

    public async Task HasNoHorizontalScrollAsync()
    {
        var widths = await Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, innerWidth, document.querySelector('#main').scrollWidth, document.querySelector('#main').clientWidth]");
        Assert.Equal((widths[1], widths[3]), (widths[0], widths[2]));
    }

    public void HasNoConsoleErrors() => Assert.Empty(_consoleErrors);

    /// <summary>A browser logs every failed connection attempt; while a server is away that is expected, anything else is not.</summary>
    public void HasNoConsoleErrorsButFailedConnections() =>
        Assert.DoesNotContain(_consoleErrors, text => !text.Contains("WebSocket connection to", StringComparison.Ordinal));

    /// <summary>Picture for a person to look at; only taken when VENUELESS_TEST_SCREENSHOTS names a folder.</summary>
    public async Task PhotographAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("VENUELESS_TEST_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
