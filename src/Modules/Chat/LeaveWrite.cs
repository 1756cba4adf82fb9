using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A leave by command; the reply is empty.</summary>
internal sealed class LeaveWrite(CommandContext context) : ChannelWrite
{
    private readonly CommandContext _context = context;

    /// <inheritdoc/>
    protected override void Reply(in ChatWriteOutcome outcome)
    {
        if (MembershipChange == MembershipChange.Hide)
        {
            // Not earlier: a channel that could not be hidden goes on.
            ChatService.StopReceiving(_context.Session, Channel);
        }

        _context.SendReply();
    }
}
