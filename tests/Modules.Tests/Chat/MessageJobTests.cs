using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>chat.md sections 11 and 12: what messages leave to be done by link previews and web push.</summary>
public sealed class MessageJobTests
{
    private readonly VenueNode _node = new();

    [Theory]
    [InlineData("see http://a.example/x", true)]
    [InlineData("(https://a.example)", true)]
    [InlineData("http://", false)]
    [InlineData("http:// a.example https://", false)]
    [InlineData("ftp://a.example", false)]
    [InlineData("http://\\u00a0x", false)]
    [InlineData("ftp://a http:\\/\\/b", true)]
    [InlineData("a@b https://c", true)]
    [InlineData("nothing", false)]
    public async Task Text_WithALink_IsPreviewed(string body, bool isPreviewed)
    {
        var author = await _node.JoinAsync(VenueWorld.R);

        await SendAsync(author, VenueWorld.R.Channel!.Value, $$"""{"type":"text","body":"{{body}}"}""");

        Assert.Equal(isPreviewed ? _node.Chats.Events.TakeLast(1) : [], _node.Jobs.Previews);
        Assert.Empty(_node.Jobs.Pushes);
    }

    [Fact]
    public async Task EditIsPreviewedToo_AndOtherKindsAreNot()
    {
        var author = await _node.JoinAsync(VenueWorld.R);
        var channel = VenueWorld.R.Channel!.Value;
        await SendAsync(author, channel, """{"type":"text","body":"plain"}""");
        var id = _node.Chats.Events[^1].Id;

        await SendAsync(author, channel, """{"type":"text","body":"https://a.example"}""", id);
        await SendAsync(author, channel, """{"type":"files","body":"https://a.example","files":[{"url":"a","name":"b","mimeType":"c"}]}""");
        await SendAsync(author, channel, """{"type":"text","body":""}""");
        await SendAsync(author, channel, """{"type":"deleted"}""", id);

        var preview = Assert.Single(_node.Jobs.Previews);
        Assert.Equal(id, preview.Replaces);
    }

    [Fact]
    public async Task MentionedUsers_ArePushedToWhetherTheyAreConnectedOrNot()
    {
        var author = await _node.JoinAsync(VenueWorld.R);
        var away = await _node.JoinAsync(VenueWorld.R);
        await away.CloseAsync();
        var stranger = _node.NewUser();
        var text = $$"""{"type":"text","body":"@{{away.User.Id}} @{{author.User.Id}} @{{stranger.Id}}"}""";

        await SendAsync(author, VenueWorld.R.Channel!.Value, text);
        await SendAsync(author, VenueWorld.R.Channel!.Value, text, _node.Chats.Events[^1].Id);

        var (sender, sent, notified) = Assert.Single(_node.Jobs.Pushes);
        Assert.Equal((author.User.Id, (long?)null), (sender.Id, sent.Replaces));
        Assert.Equal([away.User.Id], notified);
    }

    [Fact]
    public async Task MembersOfADirectChannel_ArePushedTo()
    {
        var author = await _node.LogInAsync();
        var (second, third) = (_node.NewUser(), _node.NewUser());
        var channel = _node.DirectChannels.Put(second.Id, author.User.Id, third.Id);

        await SendAsync(author, channel, """{"type":"text","body":"https://a.example"}""");
        await SendAsync(author, channel, """{"type":"text","body":"plain"}""", _node.Chats.Events[^1].Id);

        var (_, sent, notified) = Assert.Single(_node.Jobs.Pushes);
        Assert.Equal(channel, sent.Channel);
        Assert.Equal([second.Id, third.Id], notified);
        Assert.Same(sent, Assert.Single(_node.Jobs.Previews));
    }

    private static Task SendAsync(VenueClient client, ChannelId channel, string content, long replaces = 0) => client.SendAsync(
        $$"""["chat.send", 7, {"channel":"{{channel}}","event_type":"{{ChatEventTypes.Message}}","content":{{content}},"replaces":{{replaces}} }]""");
}
