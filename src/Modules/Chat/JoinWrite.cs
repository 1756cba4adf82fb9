using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A join; the reply tells what was read before it.</summary>
internal sealed class JoinWrite(CommandContext context, ChannelSnapshot snapshot) : ChannelWrite
{
    private readonly CommandContext _context = context;
    private readonly ChannelSnapshot _snapshot = snapshot;

    /// <inheritdoc/>
    protected override void Reply(in ChatWriteOutcome outcome)
    {
        _snapshot.Write(_context.BeginReply(), _context.UserView);
        _context.SendReply();
    }
}
