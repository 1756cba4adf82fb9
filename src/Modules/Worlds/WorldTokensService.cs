using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Making login tokens: world.md section 3. One per node, thread-safe.</summary>
public sealed class WorldTokensService(ITokenIssuer issuer, IShortTokenStore tokens)
{
    private const int MaxNumber = 10_000;

    // All tokens together: every one of them holds all traits.
    private const long MaxTraitBytes = 32 * 1024 * 1024;

    private const string CodeCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly ITokenIssuer _issuer = issuer;
    private readonly IShortTokenStore _tokens = tokens;

    internal async ValueTask<CommandResult> GenerateAsync(CommandContext context, GenerateTokensBody body)
    {
        if (FaultOf(body, context.Now) is { } fault)
        {
            return CommandResult.InvalidBody(fault);
        }

        if (context.World.Config.JwtSecrets is not [{ Issuers.Count: > 0, Audiences.Count: > 0 } secret, ..])
        {
            return CommandResult.Error(WorldsErrors.NoSecret, "This world has no secret to sign tokens with.");
        }

        var isLong = body.Long ?? false;
        var lifetime = TimeSpan.FromDays(body.Days);
        var made = new List<string>(body.Number);
        for (var number = 0; number < body.Number; number++)
        {
            made.Add(_issuer.Issue(secret, Guid.NewGuid().ToString("D"), body.Traits, lifetime));
        }

        List<(string Code, string Token)> codes = isLong ? [] : [.. made.Select(static token => (RandomNumberGenerator.GetString(CodeCharacters, TokenBatch.CodeLength), token))];
        await _tokens.AddManyAsync(new TokenBatch(
            context.World.Id, context.User.Id, context.Now, body.Number, body.Days, body.Traits, isLong, codes, context.Now + lifetime));
        WriteResults(context.BeginReply(), isLong ? made : codes.Select(static code => code.Code));
        return CommandResult.Success;
    }

    private static string? FaultOf(GenerateTokensBody body, DateTimeOffset now)
    {
        if (body.Number is < 0 or > MaxNumber)
        {
            return $"body.number: expected 0 to {MaxNumber}";
        }

        if (body.Number * body.Traits.Sum(static trait => (long)Encoding.UTF8.GetByteCount(trait)) > MaxTraitBytes)
        {
            return "body.traits: too long for so many tokens";
        }

        // A token's times are seconds since 1970 and must be dates.
        return body.Days < -(now - DateTimeOffset.UnixEpoch).TotalDays || body.Days > (DateTimeOffset.MaxValue - now).TotalDays
            ? "body.days: out of range"
            : null;
    }

    private static void WriteResults(Utf8JsonWriter json, IEnumerable<string> results)
    {
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (var result in results)
        {
            json.WriteStringValue(result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
