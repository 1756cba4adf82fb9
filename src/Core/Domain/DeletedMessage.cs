using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain;

/// <summary>What is left of a chat message that was deleted.</summary>
public static class DeletedMessage
{
    /// <summary>The content is of the type <c>deleted</c>, whatever else it holds.</summary>
    public static bool Is(in RawJson content)
    {
        using var document = JsonDocument.Parse(content.Memory, JsonInput.StoredOptions);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("type"u8, out var type)
            && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("deleted"u8);
    }
}
