using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Xml;
using Venueless.Fast.LoadTest.Cli;
using Venueless.Fast.Testing;

namespace Venueless.Fast.LoadTest.Tests.Scenarios;

/// <summary>The real program with the world that the tool makes for load tests; one for all scenarios, which run one after the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes by IAsyncLifetime.")]
public sealed class VenueFixture : IAsyncLifetime
{
    private readonly ServerProcess _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-load-").FullName;
    private int _runs;

    public int Port => _server.Port;

    public string ModeratorToken { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var world = Path.Combine(_folder, "world.json");
        await _server.StartAsync();
        Assert.Equal(0, await LoadCommandLine.RunAsync(["world", world, "--rooms", "3"], TextWriter.Null));
        await _server.RunCommandAsync("import_config", world);
        ModeratorToken = (await _server.RunCommandAsync("generate_token", "loadtest", "--trait", "moderator", "--raw")).Trim();
    }

    /// <summary>Runs the tool, checks its files' form, and returns exit code, output and results.</summary>
    public async Task<(int ExitCode, string Output, JsonObject Results)> RunAsync(params string[] arguments)
    {
        var path = Path.Combine(_folder, $"results{_runs++}", "run");
        using var output = new StringWriter();
        var exitCode = await LoadCommandLine.RunAsync([.. arguments, "--url", $"ws://127.0.0.1:{Port}", "--world", "loadtest", "--output", path], output);

        // A self-contained page: well-formed, with charts, and without a reference to anything outside.
        var page = await File.ReadAllTextAsync(path + ".html");
        var document = new XmlDocument();
        using (var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }))
        {
            document.Load(reader);
        }

        Assert.NotEqual(0, document.GetElementsByTagName("svg").Count);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(ModeratorToken, page, StringComparison.Ordinal);
        var json = await File.ReadAllTextAsync(path + ".json");
        Assert.DoesNotContain(ModeratorToken, json, StringComparison.Ordinal);
        return (exitCode, output.ToString(), JsonNode.Parse(json)!.AsObject());
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
