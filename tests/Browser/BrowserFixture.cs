using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>One headless Chromium for the whole run; every test opens contexts of its own, which are separate visitors.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!; // Set by InitializeAsync, before any test.

    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("VENUELESS_TEST_CHROMIUM") is { Length: > 0 } configured ? configured : "/usr/bin/chromium";
        Assert.True(File.Exists(path), $"No Chromium at '{path}'. Install it or set VENUELESS_TEST_CHROMIUM; ./test.sh does both.");
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            // Chromium's sandbox refuses to run as root.
            .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(),
        ];
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = arguments });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
