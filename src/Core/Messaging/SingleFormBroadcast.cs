using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Messaging;

/// <summary>A broadcast that everybody in the topic gets in the same form, except possibly one connection.</summary>
/// <param name="frame">Ownership moves into the broadcast.</param>
/// <param name="except">The originating session when it must not receive its own broadcast.</param>
public sealed class SingleFormBroadcast(SharedFrame frame, Session? except = null) : Broadcast
{
    private readonly SharedFrame _frame = frame;
    private readonly Session? _except = except;

    /// <inheritdoc/>
    public override BroadcastKind Kind => BroadcastKind.SingleForm;

    /// <inheritdoc/>
    public override int Bytes => _frame.Length;

    /// <inheritdoc/>
    public override SharedFrame? FrameFor(Session receiver) => ReferenceEquals(receiver, _except) ? null : _frame;

    /// <inheritdoc/>
    public override void PrepareCompressed(int minBytes) => _frame.PrepareCompressed(minBytes);

    /// <inheritdoc/>
    public override void Encode(NodeMessageWriter to) => to.WriteFrame(_frame);

    /// <inheritdoc/>
    protected override void Release() => _frame.Release();

    /// <summary>See <see cref="IBroadcastDecoder"/>.</summary>
    public sealed class Decoder : IBroadcastDecoder
    {
        /// <inheritdoc/>
        public BroadcastKind Kind => BroadcastKind.SingleForm;

        /// <inheritdoc/>
        public Broadcast Decode(ref NodeMessageReader from) => new SingleFormBroadcast(from.ReadFrame());
    }
}
