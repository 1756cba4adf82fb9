using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// A UUID in any accepted spelling, or none: whatever else the body holds, or nothing, is the id of a row that does not exist. A body field that never refuses.
/// </summary>
/// <param name="Value">Null: nobody's id.</param>
public readonly record struct PossibleId(Guid? Value)
{
    /// <summary>The current token.</summary>
    internal static PossibleId Read(ref Utf8JsonReader reader) => JsonInput.TryReadGuid(ref reader, out var value) ? new PossibleId(value) : default;
}
