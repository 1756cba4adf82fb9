using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Core.Ports;

/// <summary>What this node counts. Thread-safe; cheap enough to be asked every second.</summary>
public interface INodeStatistics
{
    /// <summary>The counts of this moment.</summary>
    NodeStatistics Read();
}
