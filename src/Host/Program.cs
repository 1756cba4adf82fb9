using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(arguments, new CommandHost
    {
        Input = Console.In,
        Output = Console.Out,
        Error = Console.Error,
        Sources = ConfigurationSources.OfProcess(),
        Time = TimeProvider.System,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        IsInputTerminal = !Console.IsInputRedirected,
        ReadKey = Console.IsInputRedirected ? null : static () => Console.ReadKey(intercept: true),
        Width = Console.IsOutputRedirected ? 160 : Math.Max(40, Console.WindowWidth),
    });
}
