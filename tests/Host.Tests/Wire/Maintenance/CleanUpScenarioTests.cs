using System.Globalization;

namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>operations.md section 3.11, scenarios 28 to 30, through the command; the rows around each age are the store's tests.</summary>
public sealed class CleanUpScenarioTests : IAsyncLifetime
{
    private WireServer _server = null!;

    public async Task InitializeAsync() => _server = await WireServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Scenario30_ExpiredFile_LosesRowAndFile_AndAMissingOneIsNoError()
    {
        var present = await AddFileAsync("pub/wire/a.csv", hours: -1);
        var outside = Path.GetFullPath(Path.Combine(_server.MediaFolder, "../outside.txt"));
        await File.WriteAllTextAsync(outside, "stays");
        await AddFileAsync("pub/wire/missing.csv", hours: -1, exists: false);
        await AddFileAsync("../outside.txt", hours: -1, exists: false);
        await AddFileAsync("a/\tstrange?:*/../..//", hours: -1, exists: false);
        var kept = await AddFileAsync("pub/wire/kept.csv", hours: 1);

        var run = await _server.RunCommandAsync("cleanup");

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.False(File.Exists(present));
        Assert.True(File.Exists(kept));
        Assert.True(File.Exists(outside));
        Assert.Equal("pub/wire/kept.csv", await _server.ReadSqlAsync($"SELECT {_server.Joined("file")} FROM storage_storedfile"));
    }

    [Fact]
    public async Task CleanUp_OfMoreThanABatch_TakesAll()
    {
        var rows = Enumerable.Range(0, 2500).Select(number => $"('{At(-91 * 24)}', 't{number}', 'x', '{WireServer.World}')");
        await _server.ExecuteSqlAsync($"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES {string.Join(',', rows)}");

        Assert.Equal(0, (await _server.RunCommandAsync("cleanup")).ExitCode);

        Assert.Equal("0", await _server.ReadSqlAsync("SELECT COUNT(*) FROM core_shorttoken"));
    }

    [Fact]
    public async Task CleanUp_FailingRule_IsLoggedAndTheOthersRun()
    {
        // As after an operator's experiment: the rules before and behind it still do their part.
        await _server.ExecuteSqlAsync("ALTER TABLE core_rouletterequest RENAME COLUMN expiry TO expiry_away");
        await _server.ExecuteSqlAsync($"INSERT INTO core_shorttoken (expires, short_token, long_token, world_id) VALUES ('{At(-91 * 24)}', 't', 'x', '{WireServer.World}')");
        try
        {
            var run = await _server.RunCommandAsync("cleanup");

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("the rule RouletteRequests failed", run.Error, StringComparison.Ordinal);
            Assert.Equal("0", await _server.ReadSqlAsync("SELECT COUNT(*) FROM core_shorttoken"));
        }
        finally
        {
            await _server.ExecuteSqlAsync("ALTER TABLE core_rouletterequest RENAME COLUMN expiry_away TO expiry");
        }
    }

    [Fact]
    public async Task CleanUp_WhenTheStoreIsAway_Fails()
    {
        await using (await _server.TakeDatabaseAwayAsync())
        {
            Assert.Equal(1, (await _server.RunCommandAsync("cleanup")).ExitCode);
        }
    }

    [Fact]
    public async Task CleanUp_WithArguments_IsRefused() => Assert.Equal(2, (await _server.RunCommandAsync("cleanup", "now")).ExitCode);

    private string At(double hours) => _server.Time.GetUtcNow().AddHours(hours).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    private async Task<string> AddFileAsync(string path, double hours, bool exists = true)
    {
        var file = Path.Combine(_server.MediaFolder, path);
        if (exists)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "x");
        }

        await _server.ExecuteSqlAsync(
            $"""
            INSERT INTO storage_storedfile (id, filename, type, file, public, world_id, expires)
            VALUES ('{Guid.NewGuid()}', 'f', 'text/csv', '{path}', FALSE, '{WireServer.World}', '{At(hours)}')
            """);
        return file;
    }
}
