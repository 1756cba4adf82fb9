using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A unit of chat work that sends its reply and then pushes its event, in the order of event ids, run by the writer.</summary>
internal class ChannelWrite : ChatWrite
{
    public required IBroker Broker { get; init; }

    /// <summary>What is in memory of the channel, which the write ends.</summary>
    public required ChannelHistory History { get; init; }

    /// <summary>For the push of the event.</summary>
    public EventUsers Users { get; init; } = EventUsers.None;

    /// <summary>A row was inserted or deleted. For the handler, after the write.</summary>
    public bool HasChangedMembership { get; private set; }

    /// <summary>The event that was stored; null: none. For the handler, after the write.</summary>
    public ChatEvent? Event { get; private set; }

    /// <summary>Why nothing was stored and nobody was told. For the handler, after the write.</summary>
    public ChatRefusal Refusal { get; private set; }

    /// <inheritdoc/>
    public sealed override void OnCommitted(ChatWriteOutcome outcome)
    {
        Refusal = outcome.Refusal;
        if (Refusal != ChatRefusal.None)
        {
            return;
        }

        HasChangedMembership = outcome.MembershipChanged;
        Event = outcome.Event;
        if (Event is not null)
        {
            // First: whoever knows of the event finds it when it fetches.
            History.NoteChange(Channel);
        }

        Reply(outcome);
        if (outcome.Event is { } chatEvent)
        {
            Publish(chatEvent, outcome);
        }
    }

    /// <summary>Pushes the event.</summary>
    protected virtual void Publish(ChatEvent chatEvent, in ChatWriteOutcome outcome) =>
        ChatBroadcasts.PublishEvent(Broker, World, chatEvent, Users, isDirect: false);

    /// <summary>Sends the command's reply, if the write belongs to one.</summary>
    protected virtual void Reply(in ChatWriteOutcome outcome)
    {
    }
}
