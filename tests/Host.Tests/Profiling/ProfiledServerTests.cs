using System.Globalization;
using System.Text.Json.Nodes;
using Venueless.Fast.Host.Tests.Server;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Profiling;

/// <summary>operations.md section 3.16 and scenario 54, on the program as a process.</summary>
public sealed class ProfiledServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Scenario54_Signal_PrintsAndTheServerGoesOn_TheEndPrintsAgain()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var port = FreePort.Find();
        await using var server = ProgramRun.Start(_folder, [], "runserver_profiled", $"127.0.0.1:{port}");
        await server.WaitForAsync(() => server.Error.Contains("Listening", StringComparison.Ordinal), "the server");
        await using var ada = await VenuelessClient.LogInAsync(port, "lighthouse", "ada");
        await RenameAsync(ada, 20);

        await server.SignalAsync("USR1");
        await server.WaitForAsync(() => server.Output.Contains("(process)", StringComparison.Ordinal), "the first table");
        var first = Rows(server.Output);

        // Still there.
        await RenameAsync(ada, 5);
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
        var second = Rows(server.Output[(server.Output.IndexOf("(process)", StringComparison.Ordinal) + 1)..]);

        Assert.Equal((20, 25), (first["user.update"].Calls, second["user.update"].Calls));
        Assert.Equal(1, first["authenticate"].Calls);
        Assert.All(second.Values, static row => Assert.InRange(row.Own, 0, row.Total));
        Assert.InRange(first["user.update"].Total, 0.000_001, first["(process)"].Total);
        Assert.True(second["user.update"].Total > first["user.update"].Total);
        Assert.True(second["(process)"].Total >= second.Values.Where(static row => row.Name != "(process)").Sum(static row => row.Own));
        Assert.Contains("(disconnect) ", server.Output, StringComparison.Ordinal);
    }

    private static async Task RenameAsync(VenuelessClient client, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await client.CallAsync("user.update", new JsonObject { ["profile"] = new JsonObject { ["display_name"] = $"Ada {number}" } });
        }
    }

    // Behind a heading: name in 80 columns, then ncall, tsub, ttot, tavg; the most expensive first.
    private static Dictionary<string, (string Name, long Calls, double Own, double Total)> Rows(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var heading = Array.FindIndex(lines, static line => line.StartsWith("name ", StringComparison.Ordinal));
        Assert.Equal(["name", "ncall", "tsub", "ttot", "tavg"], lines[heading].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var rows = lines[(heading + 1)..].TakeWhile(static line => line.Length > 80).Select(static line =>
        {
            var numbers = line[80..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (Name: line[..80].TrimEnd(), Calls: long.Parse(numbers[0], CultureInfo.InvariantCulture), Own: Number(numbers[1]), Total: Number(numbers[2]));
        }).ToList();
        Assert.Equal(rows.Select(static row => row.Total).OrderDescending(), rows.Select(static row => row.Total));
        return rows.ToDictionary(static row => row.Name);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
