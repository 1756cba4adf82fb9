using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A message, edit or deletion; the reply is the event, and a warning about mentions follows it.</summary>
/// <param name="missed">Array of the users whom the message mentions in vain; null: no warning.</param>
internal class SendWrite(CommandContext context, byte[]? missed) : ChannelWrite
{
    private readonly byte[]? _missed = missed;
    private readonly CommandContext _context = context;

    /// <inheritdoc/>
    protected sealed override void Reply(in ChatWriteOutcome outcome)
    {
        var json = _context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("event"u8);
        ChatEventObject.Write(json, outcome.Event!);
        json.WriteEndObject();
        _context.SendReply();
        if (_missed is not null)
        {
            ChatBroadcasts.SendMentionWarning(_context.Session, outcome.Event!, _missed);
        }
    }
}
