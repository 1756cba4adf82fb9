using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Stores;

/// <summary>A deleted message stays deleted, whatever the module has seen before the write.</summary>
public sealed class ChatEditTests
{
    private const string Deleted = """{"type":"deleted"}""";
    private const string Edited = """{"type":"text","body":"edited"}""";

    [Theory]
    [EveryStore]
    public async Task Edit_OfADeletedMessage_IsRefusedAndChangesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AssertEditRefusedAsync(store, Deleted, isDirect: false);
    }

    [Theory]
    [EveryStore]
    public async Task Edit_OfADeletedMessage_IsRefusedInDirectChannels(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AssertEditRefusedAsync(store, Deleted, isDirect: true);
    }

    [Theory]
    [EveryStore]
    public async Task Edit_OfADeletionWithMoreInIt_IsRefused(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await AssertEditRefusedAsync(store, """{"body": "b", "type": "deleted"}""", isDirect: false);
    }

    [Theory]
    [EveryStore]
    public async Task EditsAndADeletionAtOnce_LeaveTheMessageDeleted(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var user = await store.AddUserAsync();
        for (var round = 0; round < 10; round++)
        {
            var message = store.Message(user);
            await store.Storage.Chat.WriteAsync(message);
            var id = message.Outcome!.Value.Event!.Id;
            TestChatWrite[] writes = [.. Enumerable.Range(0, 16).Select(number => Replace(store, user, id, number == 7 ? Deleted : Edited))];

            await Parallel.ForEachAsync(writes, async (write, cancellation) => await store.Storage.Chat.WriteAsync(write, cancellation));

            JsonAssert.Equal(Deleted, (await store.Storage.Chat.FindEventAsync(store.Channel, id))!.Content);
            Assert.Equal(ChatRefusal.None, writes[7].Outcome!.Value.Refusal);
            var stored = writes.Count(static write => write.Outcome!.Value.Event is not null);
            Assert.Equal(stored, store.Number($"SELECT COUNT(*) FROM core_chatevent WHERE replaces_id = {id}"));
        }
    }

    private static async Task AssertEditRefusedAsync(TestStore store, string deletion, bool isDirect)
    {
        var user = await store.AddUserAsync();
        await store.Storage.Chat.WriteAsync(store.Message(user));
        var deleting = Replace(store, user, 1, deletion, isDirect);
        await store.Storage.Chat.WriteAsync(deleting);
        Assert.Equal(ChatRefusal.None, deleting.Outcome!.Value.Refusal);

        var edit = Replace(store, user, 1, Edited, isDirect);
        await store.Storage.Chat.WriteAsync(edit);

        Assert.Equal(new ChatWriteOutcome { Refusal = ChatRefusal.Denied }, edit.Outcome);
        JsonAssert.Equal(deletion, (await store.Storage.Chat.FindEventAsync(store.Channel, 1))!.Content);
        Assert.Equal(2, store.Number("SELECT COUNT(*) FROM core_chatevent"));
        Assert.Equal(1, store.Number("SELECT COUNT(*) FROM core_auditlog"));

        // A deletion may come twice.
        var again = Replace(store, user, 1, Deleted, isDirect);
        await store.Storage.Chat.WriteAsync(again);
        Assert.Equal(1, again.Outcome!.Value.Event!.Replaces);
    }

    private static TestChatWrite Replace(TestStore store, UserId user, long id, string content, bool isDirect = false) => new(null)
    {
        World = TestStore.World,
        Channel = store.Channel,
        User = user,
        Now = TestStore.Now.AddMinutes(1),
        EventType = ChatEventTypes.Message,
        Content = TestStore.Json(content),
        Replaces = id,
        IsDirect = isDirect,
    };
}
