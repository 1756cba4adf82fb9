using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>The body of <c>authenticate</c>. Not a generated body: a login accepts what commands refuse (auth-and-users.md section 2).</summary>
/// <param name="HasToken">The key is present, whatever its value: then it alone counts.</param>
/// <param name="Token">Null when the value is not a string.</param>
/// <param name="ClientId">Null when missing, empty, <c>0</c>, <c>false</c> or null.</param>
/// <param name="InviteToken">Null when missing or not a string.</param>
public readonly record struct LoginBody(bool HasToken, string? Token, string? ClientId, string? InviteToken)
{
    // Width of core_user.client_id.
    internal const int MaxIdLength = 200;

    /// <summary>Neither of the two ways to log in.</summary>
    public bool IsEmpty => !HasToken && ClientId is null;

    /// <summary>Never prints the token, which is as good as a password: records end up in logs.</summary>
    public override string ToString() => HasToken ? "token" : "client id";

    /// <summary>Null on success, else what is wrong. A body that is not an object counts as <c>{}</c>.</summary>
    public static string? Read(ReadOnlySpan<byte> json, out LoginBody body)
    {
        body = default;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonInput.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Duplicate keys: the last one wins.
            if (JsonInput.NameEquals(ref reader, "token"u8))
            {
                reader.Read();
                body = body with { HasToken = true, Token = JsonInput.TryReadString(ref reader, out var token) ? token : null };
            }
            else if (JsonInput.NameEquals(ref reader, "client_id"u8))
            {
                reader.Read();
                problem = ReadClientId(ref reader, out var clientId);
                body = body with { ClientId = clientId };
            }
            else if (JsonInput.NameEquals(ref reader, "invite_token"u8))
            {
                reader.Read();
                body = body with { InviteToken = JsonInput.TryReadString(ref reader, out var invite) ? invite : null };
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        // With a token, the client id is not even looked at.
        return body.HasToken ? null : problem;
    }

    private static string? ReadClientId(ref Utf8JsonReader reader, out string? clientId)
    {
        clientId = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null or JsonTokenType.False:
                return null;
            case JsonTokenType.String when JsonInput.TryReadString(ref reader, out var text):
                clientId = text.Length == 0 ? null : text;
                break;
            case JsonTokenType.Number:
                clientId = IsZero(reader.ValueSpan) ? null : Encoding.ASCII.GetString(reader.ValueSpan);
                break;
            default:
                return "body.client_id: expected a string or a number";
        }

        return clientId is null || ClaimText.Fits(clientId, MaxIdLength) ? null : $"body.client_id: longer than {MaxIdLength} characters";
    }

    private static bool IsZero(ReadOnlySpan<byte> number) =>
        Utf8Parser.TryParse(number, out double value, out _) && value == 0;
}
