using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Tests.Venue;

/// <summary>Counts frames and allocates nothing.</summary>
internal sealed class SilentConnection : Connection
{
    public int FrameCount { get; private set; }

    /// <inheritdoc/>
    public override bool TryEnqueue(SharedFrame frame)
    {
        FrameCount++;
        return true;
    }

    /// <inheritdoc/>
    public override void Close(CloseReason reason)
    {
    }

    /// <inheritdoc/>
    public override void AllowLargeMessages()
    {
    }
}
