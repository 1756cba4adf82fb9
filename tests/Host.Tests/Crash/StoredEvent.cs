namespace Venueless.Fast.Host.Tests.Crash;

/// <summary>A row of <c>core_chatevent</c>.</summary>
/// <param name="Content">JSON.</param>
internal sealed record StoredEvent(long Id, Guid Channel, string Content);
