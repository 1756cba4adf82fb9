using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>The registry of one process that tells what it was asked to do, and can be away.</summary>
internal sealed class ScriptedConnectionRegistry : IConnectionRegistry
{
    private readonly LocalConnectionRegistry _registry = new();

    /// <summary>Everything but registrations, in order.</summary>
    public List<string> Calls { get; } = [];

    public bool IsAway { get; set; }

    /// <summary>Where every user is connected, too.</summary>
    public IReadOnlyCollection<string> OtherNodes { get; set; } = [];

    /// <summary>A registration that has happened waits for this before it returns.</summary>
    public Task Answer { get; set; } = Task.CompletedTask;

    public void Connect(long connection) => Calls.Add("connect");

    public void Disconnect(long connection) => Calls.Add("disconnect");

    public async ValueTask<IReadOnlyList<string>> RegisterAsync(UserId user, string name, int? limit)
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("away");
        }

        var surplus = await _registry.RegisterAsync(user, name, limit);
        await Answer;
        return surplus;
    }

    public void Unregister(UserId user, string name)
    {
        _registry.Unregister(user, name);
        Calls.Add($"unregister {name}");
    }

    public void Refresh() => Calls.Add("refresh");

    public void Refresh(UserId user, string name) => Calls.Add($"refresh {name}");

    public ValueTask<IReadOnlyCollection<string>> FindOtherNodesAsync(UserId user) => ValueTask.FromResult(OtherNodes);

    public ValueTask<bool> IsOnlineAsync(UserId user) => _registry.IsOnlineAsync(user);
}
