using System.CommandLine;
using System.Text.RegularExpressions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>create_world</c> (operations.md section 3.3): asks until the answers are usable, never touches an existing world.</summary>
internal static partial class CreateWorldCommand
{
    private const int MaxIdLength = 50;
    private const int MaxTitleLength = 300;

    // Column width of core_world.domain.
    private const int MaxDomainLength = 250;

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(365);

    public static Command Create(CommandHost host)
    {
        var command = new Command("create_world", "Create an empty world; asks for id, title and domain.");
        command.SetAction((_, cancellation) => RunAsync(host, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var worlds = open.Stores.Worlds;
        var id = await AskIdAsync(host, worlds, cancellation);
        var title = AskTitle(host);
        var domain = await AskDomainAsync(host, worlds, cancellation);

        var secret = WorldDefaults.NewSecret();
        var row = WorldDefaults.NewWorld(id, title, domain, secret);
        if (!await worlds.CreateAsync(row, cancellation))
        {
            throw new CommandFailedException("The ID or the domain has been taken in the meantime; nothing was created.");
        }

        var signing = WorldConfig.Compile(row.Config).JwtSecrets[0];
        var token = new TokenIssuer(host.Time).Issue(signing, Guid.NewGuid().ToString(), ["admin"], TokenLifetime);
        await host.Output.WriteLineAsync("World created.");
        await host.Output.WriteLineAsync($"Default API keys: [{{'issuer': 'any', 'audience': 'venueless', 'secret': '{secret}'}}]");
        await host.Output.WriteLineAsync("Admin url:");
        await host.Output.WriteLineAsync($"{WorldUrl.Of(domain, open.Settings)}/#token={token}");
        return ExitCodes.Success;
    }

    private static async Task<WorldId> AskIdAsync(CommandHost host, IWorldStore worlds, CancellationToken cancellation)
    {
        while (true)
        {
            var id = host.Ask("Enter the internal ID for the new world (alphanumeric): ").Trim();
            if (id.Length == 0)
            {
                continue;
            }

            if (id.Length > MaxIdLength || !IdPattern().IsMatch(id))
            {
                await host.Error.WriteLineAsync($"The ID has 1 to {MaxIdLength} characters, a-z and 0-9 only.");
            }
            else if (await worlds.LoadAsync(new WorldId(id), cancellation) is not null)
            {
                await host.Error.WriteLineAsync("A world with this ID already exists.");
            }
            else
            {
                return new WorldId(id);
            }
        }
    }

    private static string AskTitle(CommandHost host)
    {
        while (true)
        {
            var title = host.Ask("Enter the title for the new world: ").Trim();
            if (title.Length is > 0 and <= MaxTitleLength && !title.Contains('\0', StringComparison.Ordinal))
            {
                return title;
            }

            host.Error.WriteLine($"The title has 1 to {MaxTitleLength} characters.");
        }
    }

    private static async Task<string?> AskDomainAsync(CommandHost host, IWorldStore worlds, CancellationToken cancellation)
    {
        while (true)
        {
            var domain = host.Ask("Enter the domain of the new world (e.g. myevent.example.org): ").Trim().ToLowerInvariant();
            if (domain.Length == 0)
            {
                return null;
            }

            if (domain.Length > MaxDomainLength || !DomainPattern().IsMatch(domain))
            {
                await host.Error.WriteLineAsync("A domain is a host name, with a port if it is not the default one, and has no https://.");
            }
            else if (await worlds.FindByDomainAsync(domain, cancellation) is not null)
            {
                await host.Error.WriteLineAsync("Another world has this domain.");
            }
            else
            {
                return domain;
            }
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]+\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[a-z0-9\-.:]+\z")]
    private static partial Regex DomainPattern();
}
