using System.Diagnostics;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Storage.Redis.Broker;

/// <summary>An own message that is on its way to its place in the order of all nodes.</summary>
/// <param name="Number">The node's messages to the world count up by one.</param>
internal readonly record struct SentMessage(long Number, Push[] Pushes)
{
    /// <summary>Timestamp of <see cref="Stopwatch"/>.</summary>
    public long SentAt { get; } = Stopwatch.GetTimestamp();
}
