using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Venueless.Fast.Host.Cli;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>The program as a process: what somebody sees who starts it for the first time.</summary>
public sealed partial class ServerProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task QuickStart_EmptyFolder_PrintsAddressesServesAndStops()
    {
        var folder = Directory.CreateTempSubdirectory("venueless-test-").FullName;
        using var process = Start(folder);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var attendees = await ReadUrlAsync(process, "Attendees:", limit.Token);
            var administrator = await ReadUrlAsync(process, "Administrator:", limit.Token);
            var websocket = await ReadUrlAsync(process, "Websocket:", limit.Token);

            Assert.Equal("localhost", attendees.Host);
            Assert.StartsWith($"{attendees}#token=ey", administrator.AbsoluteUri, StringComparison.Ordinal);
            Assert.Equal($"ws://{attendees.Authority}/ws/world/lighthouse/", websocket.AbsoluteUri);
            using var http = new HttpClient();
            Assert.Equal("OK", await http.GetStringAsync(new Uri(attendees, "/healthcheck/"), limit.Token));
            using var page = await http.GetAsync(attendees, limit.Token);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);

            await SignalAsync(process, "TERM");
            await process.WaitForExitAsync(limit.Token);

            Assert.Equal(0, process.ExitCode);
            var log = (await process.StandardError.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains("Store: SQLite", log[0], StringComparison.Ordinal);
            Assert.EndsWith("Stopped", log[^1], StringComparison.Ordinal);
            Assert.All(log, line => Assert.Matches(LogLine(), line));
            Assert.Equal(log, await File.ReadAllLinesAsync(Path.Combine(folder, "data/logs/venueless.log"), limit.Token));
            Assert.DoesNotContain(log, line => line.Contains("token=", StringComparison.Ordinal));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Log_RotatedByOthers_GoesOnInANewFile()
    {
        var folder = Directory.CreateTempSubdirectory("venueless-test-").FullName;
        var (log, rotated) = (Path.Combine(folder, "data/logs/venueless.log"), Path.Combine(folder, "data/logs/venueless.log.1"));
        using var process = Start(folder);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            foreach (var label in new[] { "Attendees:", "Administrator:", "Websocket:" })
            {
                await ReadUrlAsync(process, label, limit.Token);
            }

            File.Move(log, rotated);
            await SignalAsync(process, "HUP");
            while (!File.Exists(log))
            {
                await Task.Delay(5, limit.Token);
            }

            await SignalAsync(process, "TERM");
            await process.WaitForExitAsync(limit.Token);

            var lines = (await process.StandardError.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var (before, after) = (await File.ReadAllLinesAsync(rotated, limit.Token), await File.ReadAllLinesAsync(log, limit.Token));
            Assert.Contains("Listening", before[^1], StringComparison.Ordinal);
            Assert.Contains("Stopping", after[0], StringComparison.Ordinal);
            Assert.EndsWith("Stopped", after[^1], StringComparison.Ordinal);
            Assert.Equal(lines, before.Concat(after));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task DotnetRun_FromAnyFolder_StartsTheServerThere()
    {
        // "dotnet run" takes its folder from this property; without it the data would lie beside the project file.
        var project = Path.Combine(ArchitectureTests.Root, "src/Host/Venueless.Fast.Host.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getProperty:RunWorkingDirectory"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            Environment = { ["PWD"] = "/some/folder" },
        };
        using var process = Process.Start(start)!;

        Assert.Equal("/some/folder", (await process.StandardOutput.ReadToEndAsync()).Trim());
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("VENUELESS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Keeps a configuration file of the developer out of the test.
        start.Environment["HOME"] = folder;
        start.Environment["VENUELESS_LISTEN"] = "127.0.0.1:0";
        return Process.Start(start)!;
    }

    private static async Task<Uri> ReadUrlAsync(Process process, string label, CancellationToken cancellation)
    {
        var line = await process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException($"The server ended instead of printing {label}: {await process.StandardError.ReadToEndAsync(cancellation)}");
        Assert.StartsWith(label, line, StringComparison.Ordinal);
        return new Uri(line[label.Length..].Trim());
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING) \d+ \S+ \S+ \S")]
    private static partial Regex LogLine();
}
