using Venueless.Fast.LoadTest.Cli;

namespace Venueless.Fast.LoadTest.Tests.Scenarios;

/// <summary>What a user of the tool does wrong, and what a server may do.</summary>
[Collection(VenueCollection.Name)]
public sealed class FailureTests(VenueFixture venue)
{
    [Fact]
    public async Task UnknownWorld_BreaksTheLimits()
    {
        using var output = new StringWriter();
        var exitCode = await LoadCommandLine.RunAsync(
            ["flood", $"ws://127.0.0.1:{venue.Port}/ws/world/nowhere/", "--clients", "2", "--duration", "0.1", "--patience", "1", "--output", "-"], output);
        Assert.Equal(1, exitCode);
        Assert.Contains("BROKEN  every attendee has joined: 0 of 2", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("world.unknown_world", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatIsNotThere_BreaksTheLimits()
    {
        using var output = new StringWriter();
        var exitCode = await LoadCommandLine.RunAsync(
            ["flood", "ws://127.0.0.1:1/ws/world/loadtest/", "--clients", "2", "--duration", "0.1", "--patience", "1", "--output", "-"], output);
        Assert.Equal(1, exitCode);
        Assert.Contains("BROKEN  every attendee has joined: 0 of 2", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRoom_EndsTheTest() =>
        Assert.Equal(1, await LoadCommandLine.RunAsync(
            [$"ws://127.0.0.1:{venue.Port}/ws/world/loadtest/", "--room", "attic", "--clients", "2", "--processes", "2", "--output", "-"], TextWriter.Null));

    [Theory]
    [InlineData("flood", "--clients", "0")]
    [InlineData("flood", "--rate", "-1")]
    [InlineData("flood", "--chat", "secret")]
    [InlineData("flood", "--ping", "0")]
    [InlineData("flood", "wss://localhost/ws/world/sample/")]
    [InlineData("flood", "ws://127.0.0.1:1", "--clients", "1000000000")]
    [InlineData("stampede")]
    public async Task WrongArguments_AreRefused(params string[] arguments) => Assert.Equal(1, await LoadCommandLine.RunAsync(arguments, TextWriter.Null));
}
