using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>The servers of a run, ready to start, and the length of the product's message, to which the others' are brought.</summary>
internal sealed record Roster(IReadOnlyList<IServer> Servers, int PayloadBytes)
{
    // About what the product sends, for runs without it.
    private const int UsualPayloadBytes = 320;

    /// <param name="options">Their names of servers choose among those that the scenario knows; none: all.</param>
    /// <param name="known">Names of the servers that the scenario knows.</param>
    /// <param name="output">Told who is left out, and why.</param>
    public static async Task<Roster> PrepareAsync(ComparisonOptions options, IReadOnlyList<string> known, TextWriter output)
    {
        var catalogue = new ServerCatalogue(options.ServerPath, options.UsesPostgres);
        var servers = await catalogue.PrepareAsync(known.Where(name => options.Servers is null || options.Servers.Contains(name)), output);
        if (servers.FirstOrDefault(static server => server.Name == VenuelessServer.ServerName) is not { } own)
        {
            return new Roster(servers, UsualPayloadBytes);
        }

        await using var child = await own.StartAsync();
        var dialect = (VenuelessDialect)await own.DescribeAsync(child, 0);
        return new Roster(servers, dialect.PayloadBytes);
    }
}
