using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Bench.Storage;

/// <summary>Needs no reply.</summary>
internal sealed class BenchMessage : ChatWrite
{
    public override void OnCommitted(ChatWriteOutcome outcome)
    {
    }
}
