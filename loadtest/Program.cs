using Venueless.Fast.LoadTest.Cli;

namespace Venueless.Fast.LoadTest;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => LoadCommandLine.RunAsync(arguments, Console.Out);
}
