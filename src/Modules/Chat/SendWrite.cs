using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A message, edit or deletion; the reply is the event.</summary>
internal sealed class SendWrite(CommandContext context) : ChannelWrite
{
    private readonly CommandContext _context = context;

    /// <inheritdoc/>
    protected override void Reply(in ChatWriteOutcome outcome)
    {
        var json = _context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("event"u8);
        ChatEventObject.Write(json, outcome.Event!);
        json.WriteEndObject();
        _context.SendReply();
    }
}
