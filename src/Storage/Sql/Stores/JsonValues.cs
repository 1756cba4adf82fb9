using System.Text.Json;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Comparison of stored JSON by value: order of keys, white space and the spelling of numbers do not count, as with <c>jsonb</c>.</summary>
internal static class JsonValues
{
    // Whatever the protocol lets through has to be comparable; see JsonOutput.Options.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1024 };

    public static bool AreEqual(RawJson left, RawJson right)
    {
        if (left.Utf8.SequenceEqual(right.Utf8))
        {
            return true;
        }

        using var leftDocument = JsonDocument.Parse(left.Memory, Options);
        using var rightDocument = JsonDocument.Parse(right.Memory, Options);
        return JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
    }
}
