using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>The servers of a run, ready to start.</summary>
internal sealed record Roster(IReadOnlyList<IServer> Servers)
{
    // About what our server sends, for runs without it.
    private const int UsualMessageBytes = 500;

    /// <summary>Our server; null when it does not take part.</summary>
    public IServer? Own => Servers.FirstOrDefault(static server => server.Name == VenuelessServer.ServerName);

    /// <param name="options">Their names of servers choose among those that the scenario knows; none: all.</param>
    /// <param name="known">Names of the servers that the scenario knows.</param>
    /// <param name="output">Told who is left out, and why.</param>
    public static async Task<Roster> PrepareAsync(ComparisonOptions options, IReadOnlyList<string> known, TextWriter output)
    {
        var catalogue = new ServerCatalogue(options.ServerPath, options.UsesPostgres);
        return new Roster(await catalogue.PrepareAsync(known.Where(name => options.Servers is null || options.Servers.Contains(name)), output));
    }

    /// <summary>Length of a message that our server delivers; the others' are brought to it.</summary>
    public async Task<int> MeasureMessageAsync()
    {
        if (Own is not { } own)
        {
            return UsualMessageBytes;
        }

        await using var child = await own.StartAsync();
        return ((VenuelessDialect)await own.DescribeAsync(child, 0)).PayloadBytes;
    }
}
