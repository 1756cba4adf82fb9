using System.Runtime.InteropServices;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Modules.Chat.Reactions;

/// <summary>A reaction by command: replies, then pushes the event, in the order of the commits, so that the last push shows the last state.</summary>
/// <param name="history">What is in memory of the channel, which the write ends.</param>
/// <param name="shown">Whom the event showed before the write, with the sender of the command.</param>
/// <param name="users">The same, encoded.</param>
internal sealed class ChatReactionWrite(CommandContext context, ChannelHistory history, List<User> shown, EventUsers users) : ReactionWrite
{
    private readonly CommandContext _context = context;
    private readonly ChannelHistory _history = history;
    private readonly List<User> _shown = shown;
    private EventUsers _users = users;

    /// <summary>The event was still there. For the handler, after the write.</summary>
    public bool IsReplied { get; private set; }

    /// <inheritdoc/>
    public override bool IsKnown(UserId user) => _shown.Exists(shown => shown.Id == user);

    /// <inheritdoc/>
    public override void OnCommitted(ChatEvent? chatEvent, IReadOnlyList<UserRow> late)
    {
        if (chatEvent is null)
        {
            return;
        }

        IsReplied = true;
        _history.NoteChange(Channel);
        AddLate(late);
        var json = _context.BeginReply();
        json.WriteStartObject();
        ChatEventObject.WriteFields(json, chatEvent, "chat.event.reaction"u8);
        json.WriteString("event"u8, "chat.reaction"u8);
        json.WriteEndObject();
        _context.SendReply();
        ChatBroadcasts.PublishReaction(_context.Session.Services.Broker, _context.World.Id, chatEvent, _users, isDirect: _context.Room is null);
    }

    private void AddLate(IReadOnlyList<UserRow> late)
    {
        if (late.Count == 0)
        {
            return;
        }

        foreach (var row in late)
        {
            _shown.Add(new User(row));
        }

        _users = EventUsers.Of(CollectionsMarshal.AsSpan(_shown), _context.World, _context.Now);
    }
}
