using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>connection.md section 13: who has to come back when messages of other nodes may have been missed.</summary>
public sealed class ResynchronizerTests : IResynchronizationStep
{
    private static readonly WorldId World = new("test");

    private readonly SessionHarness _harness = new();
    private readonly Resynchronizer _resynchronizer;
    private readonly List<WorldId> _begun = [];

    public ResynchronizerTests() =>
        _resynchronizer = new Resynchronizer(_harness.Services.Sessions, [this], _harness.Time, NullLogger<Resynchronizer>.Instance);

    [Fact]
    public async Task Resynchronize_LoggedIn_AllAreClosedInBatches()
    {
        var connections = new List<RecordingConnection>();
        for (var number = 0; number < 250; number++)
        {
            connections.Add((await _harness.LogInAsync()).Connection);
        }

        _resynchronizer.Resynchronize(World);
        Assert.Contains(connections, static connection => connection.Closed is null);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (connections.Exists(static connection => connection.Closed is null))
        {
            limit.Token.ThrowIfCancellationRequested();
            _harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.All(connections, static connection => Assert.Equal(CloseReason.ServiceRestart, connection.Closed));
    }

    // It has read nothing that could be old, and joins its topics after what was missed.
    [Fact]
    public async Task Resynchronize_NotYetLoggingIn_Stays()
    {
        var (session, connection) = await _harness.OpenAsync();

        _resynchronizer.Resynchronize(World);
        _harness.Time.Advance(TimeSpan.FromSeconds(10));
        await SessionHarness.SendAsync(session, $$"""["authenticate",{"client_id":"{{SessionHarness.UserA}}"}]""");

        Assert.Null(connection.Closed);
        Assert.Equal(SessionState.Authenticated, session.State);
    }

    [Fact]
    public async Task Resynchronize_LogsInAfterwards_Stays()
    {
        var (_, before) = await _harness.LogInAsync();
        _resynchronizer.Resynchronize(World);
        var (_, after) = await _harness.LogInAsync();

        _harness.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((CloseReason.ServiceRestart, null), (before.Closed, after.Closed));
    }

    [Fact]
    public async Task Resynchronize_AnotherWorld_ClosesNobodyHere()
    {
        var (_, connection) = await _harness.LogInAsync();

        _resynchronizer.Resynchronize(new WorldId("other"));
        _harness.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(connection.Closed);
        Assert.Equal([new WorldId("other")], _begun);
    }

    void IResynchronizationStep.Begin(WorldId world) => _begun.Add(world);
}
