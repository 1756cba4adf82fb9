using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>A browser's push subscription: auth-and-users.md section 4.</summary>
/// <param name="Endpoint">Names the browser.</param>
/// <param name="Json">All of it, as sent.</param>
internal readonly record struct PushSubscription(string Endpoint, RawJson Json)
{
    // Width of core_webpushclient.endpoint.
    private const int MaxEndpointLength = 200;

    /// <summary>False when the body's <c>subscription</c> is missing, or has a member that is unknown or of the wrong kind.</summary>
    public static bool TryRead(RawJson body, out PushSubscription subscription)
    {
        subscription = default;
        using var document = JsonDocument.Parse(body.Memory, JsonInput.StoredOptions);
        if (!document.RootElement.TryGetProperty("subscription"u8, out var element) || element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        string? endpoint = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals("endpoint"u8))
            {
                endpoint = JsonInput.TextOf(member.Value);
            }
            else if (!IsKnown(member))
            {
                return false;
            }
        }

        if (endpoint is null || !IsEndpoint(endpoint))
        {
            return false;
        }

        subscription = new PushSubscription(endpoint, RawJson.CopyOf(element));
        return true;
    }

    private static bool IsKnown(JsonProperty member) => member.Name switch
    {
        "expirationTime" => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null,
        "keys" => member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().All(static key => key.Name is "auth" or "p256dh"),
        "subscriptionId" or "invalid" => true,
        _ => false,
    };

    private static bool IsEndpoint(string text) =>
        text.Length <= MaxEndpointLength
        && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https" or "ftp" or "ftps")
        && url.Host.Length > 0;
}
