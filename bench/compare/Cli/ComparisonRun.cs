using System.CommandLine;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Scenarios;

namespace Venueless.Fast.Compare.Cli;

/// <summary>One scenario from the command line to its results.</summary>
internal sealed class ComparisonRun(RunOptions options, ParseResult parsed, string scenario)
{
    public ComparisonOptions Options { get; } = options.Read(parsed);

    public TextWriter Output { get; } = Console.Out;

    public async Task<Roster> PrepareAsync(IReadOnlyList<string> known)
    {
        var roster = await Roster.PrepareAsync(Options, known, Output);
        return roster.Servers.Count > 0 ? roster : throw new InvalidOperationException($"None of the chosen servers belongs to {scenario}: {string.Join(", ", known)}.");
    }

    /// <summary>Prints the tables and writes them, with everything behind them, where the options say.</summary>
    public async Task FinishAsync<T>(IReadOnlyList<T> measurements, string tables, string notes)
    {
        var machine = Machine.Describe(TimeProvider.System);
        var store = Options.UsesPostgres ? "PostgreSQL and Redis" : "SQLite";
        notes += $" Our server stores everything in {store}. Medians over the rounds; the servers took turns within each round, and ratios are of one round.";
        await Output.WriteLineAsync($"\n{machine}\n{notes}\n\n{tables}");
        if (options.ReadResultsFolder(parsed) is { } folder)
        {
            var command = $"dotnet run -c Release --project bench/compare -- {string.Join(' ', Arguments())}";
            await ResultsFile.WriteAsync(folder, scenario, machine, command, notes, tables, measurements);
            await Output.WriteLineAsync($"Written to {folder}/{scenario}.md and .json.");
        }
    }

    // Without this machine's folders, which nobody else has.
    private IEnumerable<string> Arguments()
    {
        var tokens = parsed.Tokens.Select(static token => token.Value).ToArray();
        for (var index = 0; index < tokens.Length; index++)
        {
            if (RunOptions.NamesFolder(tokens[index]))
            {
                index++;
            }
            else
            {
                yield return tokens[index];
            }
        }
    }
}
