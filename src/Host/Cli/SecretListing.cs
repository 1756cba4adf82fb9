using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Host.Cli;

/// <summary>A world's API keys in the documented spelling: <c>[{'issuer': 'any', 'audience': 'venueless', 'secret': '…'}]</c>.</summary>
internal static class SecretListing
{
    public static string Of(RawJson? config)
    {
        var text = new StringBuilder();
        using var document = JsonDocument.Parse((config ?? RawJson.EmptyObject).Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("JWT_secrets"u8, out var secrets))
        {
            Append(text, secrets);
        }

        return text.Length == 0 ? "[]" : text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                text.Append('[');
                AppendAll(text, element.EnumerateArray(), static (text, item) => Append(text, item));
                text.Append(']');
                break;
            case JsonValueKind.Object:
                text.Append('{');
                AppendAll(text, element.EnumerateObject(), static (text, member) =>
                {
                    Append(text, member.Name);
                    text.Append(": ");
                    Append(text, member.Value);
                });
                text.Append('}');
                break;
            case JsonValueKind.String:
                Append(text, JsonInput.TextOf(element) ?? "");
                break;
            default:
                text.Append(element.ValueKind switch
                {
                    JsonValueKind.True => "True",
                    JsonValueKind.False => "False",
                    JsonValueKind.Null => "None",
                    _ => element.GetRawText(),
                });
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator);
            append(text, item);
            separator = ", ";
        }
    }

    private static void Append(StringBuilder text, string value) =>
        text.Append('\'').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append('\'');
}
