using Venueless.Fast.Core.Domain;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Cli;

/// <summary>What <c>create_world</c> and <c>clone_world</c> print (operations.md sections 3.3 and 3.4).</summary>
internal static class NewWorldReport
{
    public const string TakenMeanwhile = "The ID or the domain has been taken in the meantime; nothing was created.";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(365);

    public static async Task WriteAsync(CommandHost host, string headline, WorldRow row, ServerSettings settings)
    {
        await host.Output.WriteLineAsync(headline);
        await host.Output.WriteLineAsync($"Default API keys: {SecretListing.Of(row.Config)}");
        if (WorldConfig.Compile(row.Config).JwtSecrets is not [{ Issuers.Count: > 0, Audiences.Count: > 0 } signing, ..])
        {
            await host.Error.WriteLineAsync("There is no administrator URL: the world has no JWT_secrets to sign a token with.");
            return;
        }

        var token = new TokenIssuer(host.Time).Issue(signing, Guid.NewGuid().ToString(), ["admin"], TokenLifetime);
        await host.Output.WriteLineAsync("Admin url:");
        await host.Output.WriteLineAsync($"{WorldUrl.Of(row.Domain, settings)}/#token={token}");
    }
}
