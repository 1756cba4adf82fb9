namespace Venueless.Fast.Core.Protocol;

/// <summary>
/// One parsed inbound array: <c>["ping", any]</c>, <c>["authenticate", id?, body]</c>, <c>["namespace.action", id, body]</c> (connection.md section 3).
/// </summary>
/// <remarks>All spans are slices of the message, except a name that was written with escapes. Per inbound message; 0 B (EnvelopeBenchmarks).</remarks>
internal ref struct Envelope
{
    /// <summary>First element, unescaped.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>JSON text of the second element; empty if there is none.</summary>
    public ReadOnlySpan<byte> Second;

    /// <summary>JSON text of the last element.</summary>
    public ReadOnlySpan<byte> Last;

    /// <summary>Number of elements, the name included.</summary>
    public int Count;

    /// <summary>What replies carry: the second element of a three-element array, else empty.</summary>
    public readonly ReadOnlySpan<byte> Id => Count == 3 ? Second : default;
}
