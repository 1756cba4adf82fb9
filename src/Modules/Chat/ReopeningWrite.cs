using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Brings a direct channel back to everybody who has hidden it, so that they have it in their lists before the message that causes this.</summary>
internal sealed class ReopeningWrite : ChannelWrite
{
    /// <summary>Whose list has changed. For the handler, after the write.</summary>
    public IReadOnlyList<UserId> Reopened { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Reply(in ChatWriteOutcome outcome) => Reopened = outcome.Reopened ?? [];
}
