namespace Venueless.Fast.Browser.Tests;

/// <summary>The whole program with a browser in front: page, websocket, modules, embedded database.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ServerChatTests(BrowserFixture browser) : ChatScenarios(browser, new AttendeeServerProcess());
