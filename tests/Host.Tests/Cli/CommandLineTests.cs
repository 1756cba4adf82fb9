using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("unknown_command")]
    [InlineData("generate_token")]
    [InlineData("generate_token", "w", "--days", "many")]
    [InlineData("generate_token", "w", "--days", "0")]
    [InlineData("generate_token", "w", "--profile", "{")]
    [InlineData("generate_token", "w", "--profile", "[]")]
    [InlineData("generate_token", "w", "--trait")]
    [InlineData("import_config")]
    [InlineData("list_worlds", "extra")]
    [InlineData("runserver", "anywhere")]
    [InlineData("runserver", "8375", "9000")]
    [InlineData("migrate", "--what")]
    [InlineData("connections")]
    [InlineData("connections", "stop")]
    [InlineData("connections", "list", "extra")]
    [InlineData("connections", "drop", "--interval", "soon")]
    [InlineData("connections", "drop", "--interval", "-1")]
    [InlineData("connections", "force_reload", "--interval")]
    public async Task Run_WrongArguments_ShowsUsageAndTouchesNothing(params string[] arguments)
    {
        Assert.Equal(2, await _fixture.RunAsync(arguments));

        Assert.Contains("Usage:", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal("", _fixture.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Configuration.Folder));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("create_world", "--help")]
    [InlineData("runserver", "-h")]
    [InlineData("connections", "--help")]
    [InlineData("connections", "force_reload", "--help")]
    public async Task Run_Help_GoesToOutput(params string[] arguments)
    {
        Assert.Equal(0, await _fixture.RunAsync(arguments));

        Assert.Contains("Usage:", _fixture.Output, StringComparison.Ordinal);
        Assert.Equal("", _fixture.Error);
    }

    [Fact]
    public async Task Run_WrongArgumentsOfASubcommand_ShowsItsOwnUsage()
    {
        Assert.Equal(2, await _fixture.RunAsync("connections", "drop", "--interval", "soon"));

        Assert.Contains("connections drop [<filter>...] [options]", _fixture.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("drop")]
    [InlineData("top", "--once")]
    public async Task Connections_NoServerIsRunning_SaysSoInOneLine(params string[] arguments)
    {
        Assert.Equal(1, await _fixture.RunAsync(["connections", .. arguments]));

        Assert.StartsWith("No running server was found at ", _fixture.Error, StringComparison.Ordinal);
        Assert.Single(_fixture.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", _fixture.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Configuration.Folder));
    }

    [Fact]
    public async Task Connections_RedisIsAway_SaysSoInOneLine()
    {
        _fixture.Configuration.Variable("VENUELESS_REDIS_URLS", $"redis://127.0.0.1:{FreePort.Find()}/0");

        Assert.Equal(1, await _fixture.RunAsync("connections", "drop"));

        Assert.StartsWith("Redis is not available: ", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongConfiguration_PrintsEveryProblem()
    {
        _fixture.Configuration.Variable("VENUELESS_LISTEN", "x").Variable("VENUELESS_SITE_URL", "y");

        Assert.Equal(1, await _fixture.RunAsync("list_worlds"));

        Assert.Equal(2, _fixture.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Run_DatabaseAway_SaysSoInOneLineWithoutThePassword()
    {
        _fixture.Configuration.Variable("VENUELESS_DB_HOST", "127.0.0.1").Variable("VENUELESS_DB_PASS", "wordlike");
        _fixture.Configuration.Variable("VENUELESS_DB_PORT", FreePort.Find().ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(1, await _fixture.RunAsync("migrate"));
        Assert.StartsWith("The database is not available: ", _fixture.Error, StringComparison.Ordinal);
        Assert.Single(_fixture.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("wordlike", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RedisAway_WarnsWithoutThePasswordAndGoesOn()
    {
        var port = FreePort.Find();
        _fixture.Configuration.Variable("VENUELESS_REDIS_URLS", $"redis://:wordlike@127.0.0.1:{port}/3");

        Assert.Equal(0, await _fixture.RunAsync("migrate"));
        Assert.Contains($"Redis at 127.0.0.1:{port}/3 is away", _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wordlike", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DataFolderWithoutParent_Fails()
    {
        _fixture.Configuration.Variable("VENUELESS_DATA_DIR", "a/b");

        Assert.Equal(1, await _fixture.RunAsync("migrate"));
        Assert.StartsWith("VENUELESS_DATA_DIR: the folder", _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_Twice_HasNothingToDoTheSecondTime()
    {
        Assert.Equal(0, await _fixture.RunAsync("migrate"));
        Assert.StartsWith("Applied ", _fixture.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _fixture.RunAsync("migrate", "--noinput"));
        Assert.Equal("No migrations to apply.\n", _fixture.Output);
    }

    [Fact]
    public async Task ShowMigrations_BeforeAndAfter_MarksSteps()
    {
        Assert.Equal(0, await _fixture.RunAsync("showmigrations"));
        Assert.Equal("fast", _fixture.Lines[0]);
        Assert.All(_fixture.Lines[1..], line => Assert.StartsWith(" [ ] 0", line, StringComparison.Ordinal));

        await _fixture.RunAsync("migrate");
        Assert.Equal(0, await _fixture.RunAsync("showmigrations", "fast"));
        Assert.All(_fixture.Lines[1..], line => Assert.StartsWith(" [X] 0", line, StringComparison.Ordinal));

        Assert.Equal(2, await _fixture.RunAsync("showmigrations", "core"));
    }

    [Fact]
    public async Task ShowMigrations_OneUnknownGroup_PrintsNothing()
    {
        Assert.Equal(2, await _fixture.RunAsync("showmigrations", "fast", "core"));

        Assert.Equal("", _fixture.Output);
        Assert.Equal("There is no group named core.\n", _fixture.Error);
    }
}
