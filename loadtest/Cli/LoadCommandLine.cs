using System.CommandLine;
using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Reports;
using Venueless.Fast.LoadTest.Running;
using Venueless.Fast.LoadTest.Scenarios;

namespace Venueless.Fast.LoadTest.Cli;

/// <summary>A command for each scenario; an address alone is the documented load test.</summary>
internal static class LoadCommandLine
{
    private const int Success = 0;
    private const int LimitBroken = 1;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        // "npm start ws://…" of the documentation.
        if (arguments.Count > 0 && Uri.TryCreate(arguments[0], UriKind.Absolute, out var address) && address.Scheme is "ws" or "wss")
        {
            arguments = ["flood", .. arguments];
        }

        var parsed = Build(output).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (failure is LoadFailedException or NotSupportedException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return LimitBroken;
        }
    }

    private static RootCommand Build(TextWriter output)
    {
        var root = new RootCommand("Loads a venueless server over its websocket protocol. Without a scenario but with an address: flood.");
        foreach (var scenario in ScenarioCatalogue.All)
        {
            var options = new ScenarioOptions(scenario.Defaults);
            var command = new Command(scenario.Name, scenario.Description);
            options.AddTo(command);
            command.SetAction((parsed, _) => LoadAsync(options.Read(parsed), output));
            root.Add(command);
        }

        root.Add(WorldFile.Command(output));
        var worker = new Command("worker", "A worker process of another run of this program.") { Hidden = true };
        worker.SetAction((_, _) => WorkerProgram.RunAsync(Console.In, output));
        root.Add(worker);
        return root;
    }

    private static async Task<int> LoadAsync(LoadOptions options, TextWriter output)
    {
        var result = await new LoadRun(options, output).RunAsync();
        await output.WriteAsync(TextReport.Write(result));
        if (options.Output is { } path)
        {
            await output.WriteLineAsync($"\n  {string.Join("\n  ", await ReportFiles.WriteAsync(result, path))}");
        }

        return result.IsWithinLimits ? Success : LimitBroken;
    }
}
