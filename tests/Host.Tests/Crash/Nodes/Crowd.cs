using Venueless.Fast.Host.Tests.Wire;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>Attendees of one world who all talk in the same channel, spread evenly over the nodes. Used by one test, from one thread.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _silence = new();
    private readonly List<RoamingClient> _clients = [];
    private readonly List<Task> _running = [];
    private readonly IReadOnlyList<ServerProcess> _nodes;
    private readonly string _world;
    private readonly bool _isPatient;

    /// <param name="isPatient">As <see cref="RoamingClient"/> has it.</param>
    public Crowd(int count, IReadOnlyList<ServerProcess> nodes, string world, bool isPatient = false)
    {
        _nodes = nodes;
        _world = world;
        _isPatient = isPatient;
        Add(count);
    }

    public IReadOnlyList<RoamingClient> Clients => _clients;

    public IReadOnlyList<CrashClient> Talkers => [.. _clients.Select(static client => client.Talker)];

    /// <summary>More of them come; returns those.</summary>
    public IReadOnlyList<RoamingClient> Add(int count)
    {
        RoamingClient[] more = [.. Enumerable.Range(_clients.Count, count).Select(number => new RoamingClient(number, _nodes, _world, _isPatient))];
        _clients.AddRange(more);
        _running.AddRange(more.Select(client => client.RunAsync(_stopping.Token, _silence.Token)));
        return more;
    }

    /// <summary>Until everybody is there and has had so many more messages acknowledged.</summary>
    public Task TalkAsync(int messages)
    {
        var goals = _clients.ToDictionary(static client => client, client => client.Acknowledged + messages);
        return UntilAsync(client => client.IsServed && client.Acknowledged >= goals[client], $"{messages} messages of everybody");
    }

    /// <summary>Until this holds for everybody. Fails as soon as somebody has failed.</summary>
    public async Task UntilAsync(Predicate<RoamingClient> condition, string expectation)
    {
        await WireServer.WaitUntilAsync(() => _running.Any(static client => client.IsCompleted) || _clients.All(client => condition(client)), expectation);
        await Task.WhenAll(_running.Where(static client => client.IsFaulted));
        Assert.True(_clients.All(client => condition(client)), $"{expectation}; rejected: {string.Join(", ", _clients.SelectMany(static client => client.Rejections))}");
    }

    /// <summary>Everybody falls silent; then one from each of these homes says something, and everybody must hear it.</summary>
    public async Task HearEachOtherAsync(params int[] homes)
    {
        await _silence.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var home in homes)
        {
            var text = $"heard from {home}";
            var speaker = _clients.First(client => client.Home == home);
            await speaker.Talker.SayAsync(speaker.Channel, text);
            foreach (var talker in Talkers)
            {
                await talker.HearAsync(text);
            }
        }
    }

    /// <summary>Nobody comes back any more; ends the nodes.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        foreach (var node in _nodes)
        {
            await node.StopAsync();
        }

        await Task.WhenAll(_running);
    }

    /// <summary>Everybody leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _silence.CancelAsync();
        foreach (var talker in Talkers)
        {
            await talker.DisposeAsync();
        }

        _stopping.Dispose();
        _silence.Dispose();
    }
}
