using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Tests.Configuration;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>Runs commands in this process against a data folder of their own.</summary>
internal sealed class CommandFixture : IDisposable
{
    public ConfigurationFixture Configuration { get; } = new();

    public string Output { get; private set; } = "";

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Error { get; private set; } = "";

    /// <summary>What is typed at the terminal, see <see cref="ScriptedKeys"/>; null: there is none.</summary>
    public string? Keys { get; set; }

    public Task<int> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public async Task<int> RunWithInputAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Input = new StringReader(input),
            Output = output,
            Error = error,
            Sources = Configuration.Sources,
            Time = TimeProvider.System,
            ReadKey = Keys is null ? null : new ScriptedKeys(Keys).Next,
        });
        Output = output.ToString();
        Error = error.ToString();
        return exitCode;
    }

    public void Dispose() => Configuration.Dispose();
}
