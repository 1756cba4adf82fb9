using System.Net;
using System.Net.Sockets;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Tests.Cli;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>What an operator can mend is one clear line and exit code 1, without a stack trace.</summary>
public sealed class StartErrorTests : IDisposable
{
    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunServer_PortTaken_OneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await AssertRefusesAsync($"venueless.listen: cannot listen on {other.LocalEndpoint}: ", other.LocalEndpoint.ToString()!);
    }

    [Fact]
    public Task RunServer_AddressOfAnotherMachine_OneLine() =>
        AssertRefusesAsync("venueless.listen: cannot listen on 192.0.2.1:8375: ", "192.0.2.1:8375");

    [Theory]
    [InlineData("logs/venueless.log", "cannot be written: ")]
    [InlineData(".secret", "cannot be used: ")]
    public async Task RunServer_FolderInPlaceOfAFile_OneLine(string name, string problem)
    {
        var path = Path.Combine(_fixture.Configuration.Folder, "data", name);
        Directory.CreateDirectory(path);

        await AssertRefusesAsync($"{path}: {problem}", "127.0.0.1:0");
    }

    [Fact]
    public async Task RunServer_NoDatabaseFile_OneLineThatSaysItOnce()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Configuration.Folder, "data", "venueless.db"));

        await AssertRefusesAsync("The database is not available: SQLite Error 14", "127.0.0.1:0");
    }

    private async Task AssertRefusesAsync(string expectedStart, string listen)
    {
        _fixture.Configuration.Variable("VENUELESS_LISTEN", listen);

        var exitCode = await _fixture.RunAsync("runserver");

        Assert.Equal(ExitCodes.Failure, exitCode);
        var lines = _fixture.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(expectedStart, lines[^1], StringComparison.Ordinal);
        Assert.All(lines[..^1], line => Assert.Contains(" INFO ", line, StringComparison.Ordinal));
    }
}
