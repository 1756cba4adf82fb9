namespace Venueless.Fast.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ScriptedServerChatTests(BrowserFixture browser) : ChatScenarios(browser, new ScriptedServer());
