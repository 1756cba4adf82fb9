using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Makes <see cref="CallStepBroadcast"/>s of other nodes. Thread-safe.</summary>
public sealed class CallStepDecoder : IBroadcastDecoder
{
    /// <inheritdoc/>
    public BroadcastKind Kind => BroadcastKind.CallStep;

    /// <inheritdoc/>
    public Broadcast Decode(ref NodeMessageReader from)
    {
        var call = new CallId(from.ReadGuid());
        var ends = from.ReadByte() == 1;
        return new CallStepBroadcast(call, ends, from.ReadFrame(), except: null);
    }
}
