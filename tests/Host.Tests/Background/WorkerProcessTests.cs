using Venueless.Fast.Host.Tests.Cli;
using Venueless.Fast.Host.Tests.Server;
using Venueless.Fast.Host.Tests.Wire.Maintenance;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Background;

/// <summary>operations.md section 7: <c>celery</c> works and serves nobody, <c>webworker</c> serves and leaves the work to others.</summary>
public sealed class WorkerProcessTests
{
    [Theory]
    [EveryDatabase]
    public async Task Celery_DoesTheWork_WithoutListening_AndEndsWithZero(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await using var busy = new HttpDouble(static _ => (200,
            "<response><returncode>SUCCESS</returncode><meetings><meeting><participantCount>1</participantCount><videoCount>0</videoCount>"
            + "<voiceParticipantCount>1</voiceParticipantCount></meeting></meetings></response>"));
        await database.ExecuteAsync($"INSERT INTO core_bbbserver (id, active, url, secret, rooms_only, cost) VALUES ('{Guid.NewGuid()}', TRUE, '{busy.Url}', 's', FALSE, 0)");
        var port = FreePort.Find();
        var configuration = database.Commands.Configuration;

        // Only who leaves the work to others is switched off by it.
        configuration.Variable("VENUELESS_LISTEN", $"127.0.0.1:{port}").Variable("VENUELESS_BACKGROUND_WORK", "False");

        await using var worker = ProgramRun.Start(configuration.Folder, configuration.Sources.Environment, "celery");
        // Until it is stored: a stop interrupts what runs.
        await worker.WaitForAsync(async () => await database.TextAsync("SELECT cost FROM core_bbbserver") == "11", "the cost");

        await Assert.ThrowsAsync<HttpRequestException>(() => GetHealthAsync(port));
        await worker.SignalAsync("TERM");
        Assert.Equal(0, await worker.WaitForExitAsync());
        Assert.Contains("Background work only", worker.Error, StringComparison.Ordinal);
        Assert.EndsWith("Stopped\n", worker.Error, StringComparison.Ordinal);
        Assert.NotEmpty(busy.Requests);
        Assert.Equal("0", await database.TextAsync("SELECT COUNT(*) FROM fast_work WHERE holder IS NOT NULL"));
    }

    [Fact]
    public async Task WebWorker_ServesAndLeavesTheWorkToOthers()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);
        var port = FreePort.Find();
        var configuration = database.Commands.Configuration.Variable("VENUELESS_LISTEN", $"127.0.0.1:{port}");

        await using var server = ProgramRun.Start(configuration.Folder, configuration.Sources.Environment, "webworker");
        await server.WaitForAsync(() => server.Error.Contains("Listening", StringComparison.Ordinal), "the server");

        Assert.Equal("OK", await GetHealthAsync(port));

        Assert.Contains("No background work in this process", server.Error, StringComparison.Ordinal);
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.WaitForExitAsync());
        Assert.Equal("0", await database.TextAsync("SELECT COUNT(*) FROM fast_work"));
    }

    [Theory]
    [InlineData("celery")]
    [InlineData("webworker")]
    public async Task Start_SchemaIsNotUpToDate_FailsAndChangesNothing(string command)
    {
        using var commands = new CommandFixture();
        commands.Configuration.Variable("VENUELESS_LISTEN", "127.0.0.1:0");

        Assert.Equal(1, await commands.RunAsync(command));

        Assert.Contains("run the command migrate first", commands.Error, StringComparison.Ordinal);
        Assert.Equal(0, await commands.RunAsync("showmigrations"));
        Assert.DoesNotContain("[X]", commands.Output, StringComparison.Ordinal);
    }

    private static async Task<string> GetHealthAsync(int port)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/healthcheck/"));
    }
}
