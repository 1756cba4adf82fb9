using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>generate_token</c> (operations.md section 3.5).</summary>
internal static class GenerateTokenCommand
{
    private const int DefaultDays = 90;
    private const int MaxDays = 36500;
    private const int CodeLength = 24;
    private const string CodeAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static Command Create(CommandHost host)
    {
        var world = new Argument<string>("world_id") { Description = "Internal ID of the world." };
        var traits = new Option<string[]>("--trait")
        {
            Description = "Trait of the user; several in a row or by repetition.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var days = new Option<int>("--days") { Description = "Days until the token expires.", DefaultValueFactory = _ => DefaultDays };
        days.Validators.Add(result =>
        {
            // What is no number at all is the parser's to refuse.
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count)
                && count is < 1 or > MaxDays)
            {
                result.AddError($"--days must be from 1 to {MaxDays}.");
            }
        });
        var raw = new Option<bool>("--raw") { Description = "Print the long URL only." };
        var profile = new Option<string>("--profile") { Description = "Profile of the user, a JSON object.", DefaultValueFactory = _ => "{}" };
        profile.Validators.Add(result =>
        {
            if (ParseProfile(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError("--profile must be a JSON object.");
            }
        });
        var command = new Command("generate_token", "Print a URL that logs a user in.") { world, traits, days, raw, profile };
        command.SetAction((parsed, cancellation) => RunAsync(
            host,
            new WorldId(parsed.GetRequiredValue(world)),
            parsed.GetValue(traits) ?? [],
            TimeSpan.FromDays(parsed.GetValue(days)),
            parsed.GetValue(raw),
            ParseProfile(parsed.GetValue(profile))!.Value,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandHost host, WorldId id, string[] traits, TimeSpan lifetime, bool isRaw, RawJson profile, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var data = await open.Stores.Worlds.LoadAsync(id, cancellation) ?? throw new CommandFailedException($"There is no world with the ID {id}.");
        if (WorldConfig.Compile(data.World.Config).JwtSecrets is not [{ Issuers.Count: > 0, Audiences.Count: > 0 } secret, ..])
        {
            throw new CommandFailedException($"The world {id} has no JWT_secrets to sign a token with.");
        }

        var expires = host.Time.GetUtcNow() + lifetime;
        var hasProfile = !profile.Utf8.SequenceEqual(RawJson.EmptyObject.Utf8);
        var token = new TokenIssuer(host.Time).Issue(secret, Guid.NewGuid().ToString(), traits, lifetime, hasProfile ? profile : null);
        var url = WorldUrl.Of(data.World.Domain, open.Settings);
        await host.Output.WriteLineAsync($"{url}/#token={token}");
        if (!isRaw)
        {
            await host.Output.WriteLineAsync($"{url}/login/{await AddCodeAsync(open.Stores, id, token, expires, cancellation)}");
        }

        return ExitCodes.Success;
    }

    private static async Task<string> AddCodeAsync(Stores stores, WorldId world, string token, DateTimeOffset expires, CancellationToken cancellation)
    {
        while (true)
        {
            var code = RandomNumberGenerator.GetString(CodeAlphabet, CodeLength);
            if (await stores.ShortTokens.AddAsync(world, code, token, expires, cancellation))
            {
                return code;
            }
        }
    }

    // The object without white space; null for anything else.
    private static RawJson? ParseProfile(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RawJson(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(document.RootElement)))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
