using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Ends the volatile membership of a user whose connections are gone with their node. Nobody is told: volatile memberships are in no list.</summary>
internal sealed class OrphanWrite : ChatWrite
{
    /// <inheritdoc/>
    public override void OnCommitted(ChatWriteOutcome outcome)
    {
    }
}
