using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Venueless.Fast.Compare.Scenarios;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Cli;

/// <summary>The options that all scenarios have.</summary>
internal sealed class RunOptions(int[] defaultClients)
{
    private const string ServerPathName = "--server-path";
    private const string ResultsName = "--results";
    private const string DefaultResults = "bench/results";

    private readonly Option<int[]> _clients = new("--subscribers", "--clients")
    {
        Description = "Clients at once, several separated by commas.",
        CustomParser = static result => [.. Split(result.Tokens).Select(static number => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture))],
        DefaultValueFactory = _ => defaultClients,
    };

    private readonly Option<string[]> _peers = List("--peers", "Servers", ServerCatalogue.Names);
    private readonly Option<int> _rounds = new("--rounds") { Description = "Times that every server has its turn.", DefaultValueFactory = static _ => 5 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "Length of a measurement.", DefaultValueFactory = static _ => 5 };
    private readonly Option<string> _serverPath = new(ServerPathName) { Description = "venueless.dll of a Release build; default: it is published first." };
    private readonly Option<bool> _postgres = new("--postgres") { Description = "Our server uses the PostgreSQL and Redis of VENUELESS_TEST_POSTGRES and VENUELESS_TEST_REDIS." };

    private readonly Option<string> _results = new(ResultsName)
    {
        Description = "Folder for the page and the figures of the run; none: only print.",
        DefaultValueFactory = static _ => DefaultResults,
    };

    /// <summary>Several of these names, separated by commas; none: all.</summary>
    public static Option<string[]> List(string name, string description, IReadOnlyList<string> allowed)
    {
        var option = new Option<string[]>(name)
        {
            Description = $"{description}, of {string.Join(", ", allowed)}; default: all.",
            CustomParser = static result => [.. Split(result.Tokens)],
        };
        option.Validators.Add(result =>
        {
            foreach (var unknown in Split(result.Tokens).Except(allowed))
            {
                result.AddError($"{name}: there is no {unknown}; there are {string.Join(", ", allowed)}.");
            }
        });
        return option;
    }

    /// <summary>Whether the argument behind this one is a path of this machine.</summary>
    public static bool NamesFolder(string option) => option is ServerPathName or ResultsName;

    public Command AddTo(Command command)
    {
        command.Add(_clients);
        command.Add(_peers);
        command.Add(_rounds);
        command.Add(_seconds);
        command.Add(_serverPath);
        command.Add(_postgres);
        command.Add(_results);
        return command;
    }

    public ComparisonOptions Read(ParseResult parsed)
    {
        var peers = parsed.GetValue(_peers);
        return new ComparisonOptions
        {
            Clients = parsed.GetRequiredValue(_clients),
            Servers = peers is null or [] ? null : peers,
            Rounds = parsed.GetValue(_rounds),
            Time = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            ServerPath = parsed.GetValue(_serverPath) is { } path ? Path.GetFullPath(path) : null,
            UsesPostgres = parsed.GetValue(_postgres),
        };
    }

    /// <summary>Null: nothing is kept.</summary>
    public string? ReadResultsFolder(ParseResult parsed) => parsed.GetValue(_results) switch
    {
        null or "none" => null,
        DefaultResults => Repository.ResultsFolder,
        var folder => folder,
    };

    private static IEnumerable<string> Split(IEnumerable<Token> tokens) =>
        tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
