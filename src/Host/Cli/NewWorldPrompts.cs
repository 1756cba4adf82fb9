using System.Text.RegularExpressions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Cli;

/// <summary>The three questions about a new world (operations.md section 3.3): asked until the answers are usable.</summary>
internal static partial class NewWorldPrompts
{
    private const int MaxIdLength = 50;
    private const int MaxTitleLength = 300;

    // Column width of core_world.domain.
    private const int MaxDomainLength = 250;

    public static async Task<WorldId> AskIdAsync(CommandHost host, IWorldStore worlds, CancellationToken cancellation)
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

    public static string AskTitle(CommandHost host)
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

    public static async Task<string?> AskDomainAsync(CommandHost host, IWorldStore worlds, CancellationToken cancellation)
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
