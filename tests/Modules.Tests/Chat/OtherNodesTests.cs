using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>What happens between two steps of a command here, because another connection or node was quicker.</summary>
public sealed class OtherNodesTests
{
    private static readonly string R = VenueNode.Body(VenueWorld.R);

    private readonly VenueNode _node = new();

    [Fact]
    public async Task DeletionElsewhere_AfterTheEditWasChecked_StaysAndTheEditIsDenied()
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.JoinAsync(VenueWorld.R);
        var id = (long)(await a.AskAsync("chat.send", Send("""{"type":"text","body":"a"}""", 0)))["event"]!["event_id"]!;
        var count = _node.Chats.Events.Count;
        b.Connection.TakeAll();
        DoBefore("WriteAsync", () =>
        {
            _node.Chats.PutContent(id, new RawJson("""{"type":"deleted"}"""u8.ToArray()));
            return Task.CompletedTask;
        });

        Assert.Equal("chat.denied", await a.RefuseAsync("chat.send", Send("""{"type":"text","body":"b"}""", id)));

        Assert.Empty(a.Connection.TakeAll());
        Assert.Empty(b.Connection.TakeAll());
        Assert.Equal(count, _node.Chats.Events.Count);
        Assert.Equal("""{"type":"deleted"}""", _node.Chats.Events.Single(row => row.Id == id).Content.ToString());
    }

    [Theory]
    [InlineData("ReadUnreadPointerAsync")]
    [InlineData("ReadMembersAsync")]
    [InlineData("ReadLastEventIdAsync")]
    public async Task MessageDuringTheReadsOfASubscription_IsBelowTheNextEventId(string read)
    {
        var a = await _node.JoinAsync(VenueWorld.R);
        var b = await _node.LogInAsync();
        DoBefore(read, () => a.SendAsync($"""["chat.send", 9, {Send("""{"type":"text","body":"a"}""", 0)}]"""));

        var messages = await b.RunAsync("chat.subscribe", R);

        Assert.Equal(["chat.event", "success"], messages.Select(static message => (string?)message[0]));
        var pushed = (long)messages[0][1]!["event_id"]!;
        Assert.Equal(pushed + 1, (long)messages[1][2]!["next_event_id"]!);
    }

    // Once, at the next call of the method.
    private void DoBefore(string method, Func<Task> action) => _node.Chats.Faults.BeforeCall = async called =>
    {
        if (called == method)
        {
            _node.Chats.Faults.BeforeCall = null;
            await action();
        }
    };

    private static string Send(string content, long replaces) =>
        $$"""{"channel":"{{VenueWorld.R.Channel}}","event_type":"{{ChatEventTypes.Message}}","content":{{content}},"replaces":{{replaces}} }""";
}
