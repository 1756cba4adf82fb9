using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// A message into a direct channel. Whoever gets the hidden channel back with it has it in the list before the event and its unread pointer; all follow each other in
/// the order of event ids.
/// </summary>
/// <param name="missed">As for <see cref="SendWrite"/>.</param>
/// <param name="recipients">Whom a new message is announced to; empty: an edit.</param>
internal sealed class DirectSendWrite(CommandContext context, byte[]? missed, UserId[] recipients) : SendWrite(context, missed)
{
    private readonly UserId[] _recipients = recipients;

    /// <inheritdoc/>
    public override NewCall? Call => PlacedCall;

    /// <summary>See <see cref="ChatWrite.Call"/>.</summary>
    public NewCall? PlacedCall { get; init; }

    /// <summary>The lists that were sent with the message. For the handler, after the write.</summary>
    public IReadOnlyList<ReopenedList> Reopened { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Publish(ChatEvent chatEvent, in ChatWriteOutcome outcome)
    {
        Reopened = outcome.Reopened ?? [];
        foreach (var (user, channels) in Reopened)
        {
            if (Broker.MayReach(TopicKey.User(user)))
            {
                ChatBroadcasts.PublishList(Broker, user, channels, Context.World, Now, Context.Session);
            }
        }

        ChatBroadcasts.PublishEvent(Broker, World, chatEvent, Users, isDirect: true);
        if (_recipients.Length > 0)
        {
            ChatBroadcasts.PublishDirectPointer(Broker, World, chatEvent, _recipients);
        }
    }
}
