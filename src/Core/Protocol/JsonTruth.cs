using System.Text.Json;

namespace Venueless.Fast.Core.Protocol;

/// <summary>JSON values where any kind is taken for yes or no.</summary>
public static class JsonTruth
{
    /// <summary>False for false, null, zero and whatever is empty.</summary>
    public static bool Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => !value.TryGetDouble(out var number) || number != 0,
        JsonValueKind.String => !value.ValueEquals(""u8),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().MoveNext(),
        _ => false,
    };
}
