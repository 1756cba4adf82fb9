using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Venueless.Fast.Browser.Tests;

/// <summary>Unread marks (chat.md sections 7.8 and 8.3 to 8.6).</summary>
[Collection(BrowserCollection.Name)]
public sealed class UnreadTests(BrowserFixture browser) : ScriptedPageTests(browser)
{
    [Fact]
    public async Task Mark_ComesWithThePointerAndGoesWhenTheRoomIsRead()
    {
        await using var ada = await ArriveAsMemberAsync();
        var galley = ada.RoomLink("Galley");
        await Assertions.Expect(galley.Locator(".unread")).ToHaveCountAsync(0);

        var grace = Server.AddUser("Grace");
        var missed = Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Anybody there?"));
        await PushPointerAsync("chat.unread_pointers", (long)missed["event_id"]!);

        await Assertions.Expect(galley.GetByRole(AriaRole.Img, new() { Name = "unread messages" })).ToBeVisibleAsync();
        await Assertions.Expect(ada.Page.Locator("#menu")).ToHaveAttributeAsync("aria-label", "Rooms, with unread messages");
        await ada.PhotographAsync("unread");

        await galley.ClickAsync();
        await ada.SeesAsync("Anybody there?");
        await Assertions.Expect(galley.Locator(".unread")).ToHaveCountAsync(0);
        await WaitUntilAsync(() => MarkedIds().LastOrDefault() == (long)missed["event_id"]!, "the message was marked as read");
        await Assertions.Expect(ada.Page.Locator("#menu")).ToHaveAttributeAsync("aria-label", "Rooms");
        ada.HasNoConsoleErrors();
    }

    [Fact]
    public async Task Mark_ReadInAnotherWindow_Goes()
    {
        await using var ada = await ArriveAsMemberAsync();
        var mark = ada.RoomLink("Galley").Locator(".unread");
        await PushPointerAsync("chat.unread_pointers", 500);
        await Assertions.Expect(mark).ToBeVisibleAsync();

        await PushPointerAsync("chat.read_pointers", 500);

        await Assertions.Expect(mark).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Mark_OfAChannelThatIsNotJoined_IsNotShown()
    {
        await using var ada = await ArriveAsync("Ada");
        await PushPointerAsync("chat.unread_pointers", 500);
        await Server.PushAsync("chat.channels", new JsonObject
        {
            ["channels"] = new JsonArray(new JsonObject { ["id"] = ScriptedServer.StageChannel, ["unread_pointer"] = 3 }),
        });

        // The second push is there, so the first one was handled.
        await Assertions.Expect(ada.RoomLink("Main Deck").Locator(".unread")).ToBeVisibleAsync();
        await Assertions.Expect(ada.RoomLink("Galley").Locator(".unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Counts_OfMentions_AreReplacedAndRaised()
    {
        await using var ada = await ArriveAsMemberAsync();
        var count = ada.RoomLink("Galley").Locator(".count");
        await Server.PushAsync("chat.notification_counts", new JsonObject { [ScriptedServer.GalleyChannel] = 2 });
        await Assertions.Expect(count).ToHaveAttributeAsync("aria-label", "2 new for you");

        await PushNotificationAsync(700);
        await Assertions.Expect(count).ToHaveTextAsync("3");

        await Server.PushAsync("chat.notification_counts", new JsonObject());
        await Assertions.Expect(count).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Mention_InTheOpenVolatileChat_IsMarkedAsReadWhileOthersAreNot()
    {
        var grace = Server.AddUser("Grace");
        await using var ada = await ArriveAsync("Ada");
        await ada.OpenRoomAsync("Main Deck");
        await Assertions.Expect(ada.Input).ToBeVisibleAsync();
        await Server.PushEventAsync(Server.AddEvent(ScriptedServer.StageChannel, grace, ScriptedServer.Text("Hello all")));
        await ada.SeesAsync("Hello all");
        var mention = Server.AddEvent(ScriptedServer.StageChannel, grace, ScriptedServer.Text("Hello Ada"));
        await Server.PushEventAsync(mention);
        await PushNotificationAsync((long)mention["event_id"]!, ScriptedServer.StageChannel);

        await WaitUntilAsync(() => MarkedIds().Length > 0, "the mention was marked as read");

        Assert.Equal([(long)mention["event_id"]!], MarkedIds());
    }

    [Fact]
    public async Task OpenRoom_InAHiddenTab_IsReadWhenSomebodyLooks()
    {
        await using var ada = await ArriveAsMemberAsync();
        await ada.OpenRoomAsync("Galley");
        await Assertions.Expect(ada.Page.GetByLabel("Message to Galley")).ToBeVisibleAsync();
        await ada.SeesAsync("Ahoy");
        await ada.ShowTabAsync(false);
        var grace = Server.AddUser("Grace");
        var unseen = Server.AddEvent(ScriptedServer.GalleyChannel, grace, ScriptedServer.Text("Look here"));
        await Server.PushEventAsync(unseen);
        await PushPointerAsync("chat.unread_pointers", (long)unseen["event_id"]!);
        await ada.SeesAsync("Look here");
        await Assertions.Expect(ada.RoomLink("Galley").Locator(".unread")).ToBeVisibleAsync();
        Assert.DoesNotContain((long)unseen["event_id"]!, MarkedIds());

        await ada.ShowTabAsync(true);

        await WaitUntilAsync(() => MarkedIds().Contains((long)unseen["event_id"]!), "the message was marked as read");
        await Assertions.Expect(ada.RoomLink("Galley").Locator(".unread")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Mark_AfterAReload_ComesFromTheLogin()
    {
        await using var ada = await ArriveAsMemberAsync();
        Server.AddEvent(ScriptedServer.GalleyChannel, Server.AddUser("Grace"), ScriptedServer.Text("While you were away"));

        await ada.Page.ReloadAsync();

        await Assertions.Expect(ada.RoomLink("Galley").Locator(".unread")).ToBeVisibleAsync();
    }

    private long[] MarkedIds() => [.. Server.Received.Where(message => message.Name == "chat.mark_read").Select(message => (long)message.Body!["id"]!)];

    private Task PushPointerAsync(string name, long id) => Server.PushAsync(name, new JsonObject { [ScriptedServer.GalleyChannel] = id });

    private Task PushNotificationAsync(long id, string channel = ScriptedServer.GalleyChannel) => Server.PushAsync("chat.notification", new JsonObject
    {
        ["event"] = new JsonObject { ["channel"] = channel, ["event_id"] = id, ["content"] = ScriptedServer.Text("@you") },
        ["sender"] = new JsonObject(),
    });

    /// <summary>A member of the lasting chat who has read everything and is on the start page.</summary>
    private async Task<Visitor> ArriveAsMemberAsync()
    {
        var visitor = await ArriveAsync("Ada");
        await visitor.OpenRoomAsync("Galley");
        await visitor.WriteAsync("Ahoy");
        await visitor.SeesAsync("Ahoy");
        await WaitUntilAsync(() => MarkedIds().LastOrDefault() == 2, "the own message was marked as read");
        await visitor.Page.Locator(".brand").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".hero")).ToBeVisibleAsync();
        return visitor;
    }
}
