using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>A push to nobody, which tells when its turn has come on the node that published it.</summary>
internal sealed class ProbeBroadcast : Broadcast
{
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override BroadcastKind Kind => BroadcastKind.SingleForm;

    /// <summary>Completes when the node has delivered everything that was published to the world, by whatever node, before this call.</summary>
    public static Task PassAsync(IBroker broker, WorldId world)
    {
        var probe = new ProbeBroadcast();
        broker.Publish(world, TopicKey.Version("nobody's"), probe);
        return probe._delivered.Task;
    }

    public override SharedFrame? FrameFor(Session receiver) => null;

    public override void Encode(NodeMessageWriter to) => to.WriteBytes([]);

    protected override void Release() => _delivered.TrySetResult();
}
