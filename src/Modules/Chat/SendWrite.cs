using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Reading;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A message, edit or deletion; the reply is the event, and a warning about mentions follows it.</summary>
/// <param name="missed">Array of the users whom the message mentions in vain; null: no warning.</param>
internal class SendWrite(CommandContext context, byte[]? missed) : ChannelWrite
{
    private readonly byte[]? _missed = missed;

    protected CommandContext Context { get; } = context;

    /// <inheritdoc/>
    protected sealed override void Reply(in ChatWriteOutcome outcome)
    {
        // Before anybody can see the message, and mark it as read.
        NotificationSignals.Tell(Context.Session.Services, World, Notified);
        var json = Context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("event"u8);
        ChatEventObject.Write(json, outcome.Event!);
        json.WriteEndObject();
        Context.SendReply();
        if (_missed is not null)
        {
            ChatBroadcasts.SendMentionWarning(Context.Session, outcome.Event!, _missed);
        }
    }
}
