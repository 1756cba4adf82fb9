using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// The number of an event, or none: null, 0, false and every empty value count as absent (chat.md section 7). A body field that never refuses: what is no integer is the
/// command's to refuse.
/// </summary>
/// <remarks>0 B.</remarks>
/// <param name="IsValid">False: the body holds something that is neither an integer nor empty.</param>
/// <param name="Value">Null: absent.</param>
public readonly record struct PossibleReference(bool IsValid, long? Value)
{
    /// <param name="json">One JSON value.</param>
    internal static PossibleReference Read(ReadOnlySpan<byte> json) => new(WireInteger.TryReadReference(json, out var value), value);
}
