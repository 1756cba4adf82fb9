using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A message into a direct channel: its unread pointers follow it in the order of event ids.</summary>
/// <param name="missed">As for <see cref="SendWrite"/>.</param>
/// <param name="recipients">Whom a new message is announced to; empty: an edit.</param>
internal sealed class DirectSendWrite(CommandContext context, byte[]? missed, UserId[] recipients) : SendWrite(context, missed)
{
    private readonly UserId[] _recipients = recipients;

    /// <inheritdoc/>
    public override NewCall? Call => PlacedCall;

    /// <summary>See <see cref="ChatWrite.Call"/>.</summary>
    public NewCall? PlacedCall { get; init; }

    /// <summary>
    /// Who has hidden the channel in the last moment and got it back with this message: they have to get their lists before the pointers, which the handler sends
    /// then.
    /// </summary>
    public IReadOnlyList<UserId> Reopened { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Publish(ChatEvent chatEvent, in ChatWriteOutcome outcome)
    {
        ChatBroadcasts.PublishEvent(Broker, World, chatEvent, Users, isDirect: true);
        Reopened = outcome.Reopened ?? [];
        if (Reopened.Count == 0)
        {
            PublishPointers(chatEvent);
        }
    }

    /// <summary>For the handler after late reopenings, else for the commit.</summary>
    public void PublishPointers(ChatEvent chatEvent)
    {
        if (_recipients.Length > 0)
        {
            ChatBroadcasts.PublishDirectPointer(Broker, World, chatEvent, _recipients);
        }
    }
}
