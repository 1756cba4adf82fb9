using Venueless.Fast.Compare.Scenarios;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Bench.Tests.Compare;

/// <summary>The comparison with other servers still works: all of it but Node, which not every machine has.</summary>
public sealed class SmokeTests
{
    [Fact]
    public async Task Run_EveryServerInEveryMode_DeliversEverythingExactlyOnce()
    {
        using var output = new StringWriter();
        var options = new ComparisonOptions
        {
            Servers = [ServerCatalogue.RawSend, ServerCatalogue.RawMerge, ServerCatalogue.KestrelEcho, "aspnet", "signalr", VenuelessServer.ServerName],
            ServerPath = ProgramPath(),
        };

        var faults = await Smoke.RunAsync(options, output);

        Assert.True(faults.Count == 0, string.Join('\n', faults) + "\n" + output);
        Assert.All(options.Servers, name => Assert.Contains($" {name} ", output.ToString(), StringComparison.Ordinal));
    }

    /// <summary>artifacts/bin/(this project)/(configuration)/ lies beside artifacts/bin/Venueless.Fast.Host/(configuration)/.</summary>
    private static string ProgramPath()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "Venueless.Fast.Host", here.Name, "venueless.dll"); // The artifacts layout has both levels.
    }
}
