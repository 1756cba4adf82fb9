using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>A call begins or ends for everybody in it. Each connection makes the step with the message, once; who has made it before gets nothing.</summary>
/// <param name="frame">Ownership moves into the broadcast.</param>
/// <param name="ends">False: it begins.</param>
/// <param name="except">Whose command it was.</param>
internal sealed class CallStepBroadcast(CallId call, bool ends, SharedFrame frame, Session? except) : Broadcast
{
    private readonly CallId _call = call;
    private readonly bool _ends = ends;
    private readonly SharedFrame _frame = frame;
    private readonly Session? _except = except;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.CallStep;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) =>
        !ReferenceEquals(receiver, _except) && receiver.FindSeat(_call) is { } seat && (_ends ? seat.TryEnd() : seat.TryBegin()) ? _frame : null;

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to)
    {
        to.WriteGuid(_call.Value);
        to.WriteByte(_ends ? (byte)1 : (byte)0);
        to.WriteFrame(_frame);
    }

    /// <inheritdoc/>
    protected override void Release() => _frame.Release();
}
