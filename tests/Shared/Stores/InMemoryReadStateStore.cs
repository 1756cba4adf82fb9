using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Testing.Stores;

/// <summary>Read state in dictionaries. Thread-safe.</summary>
public sealed class InMemoryReadStateStore : IReadStateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, Dictionary<ChannelId, long>> _pointers = [];
    private readonly Dictionary<ChannelId, HashSet<UserId>> _armed = [];

    public StoreFaults Faults { get; } = new();

    /// <summary>Whether it knows without being asked who is announced to; a store that other nodes share does not.</summary>
    public bool ArmsFromMemory { get; set; } = true;

    public async ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return new Dictionary<ChannelId, long>(_pointers.GetValueOrDefault(user, []));
        }
    }

    public async ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return users.Where(_pointers.ContainsKey)
                .ToDictionary(static user => user, user => (IReadOnlyDictionary<ChannelId, long>)new Dictionary<ChannelId, long>(_pointers[user]));
        }
    }

    public void SetPointer(UserId user, ChannelId channel, long eventId)
    {
        Faults.Check();
        lock (_lock)
        {
            if (!_pointers.TryGetValue(user, out var pointers))
            {
                _pointers.Add(user, pointers = []);
            }

            pointers[channel] = eventId;
        }
    }

    public Task FlushAsync() => Task.CompletedTask;

    public async ValueTask<bool> FlushAsync(UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        return false;
    }

    public bool TryArm(ChannelId channel, UserId user, out bool isNew)
    {
        lock (_lock)
        {
            isNew = ArmsFromMemory && ArmedLocked(channel).Add(user);
            return ArmsFromMemory;
        }
    }

    public async ValueTask<IReadOnlyList<UserId>> ArmAsync(ChannelId channel, IReadOnlyList<UserId> users, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return [.. users.Where(user => ArmedLocked(channel).Add(user))];
        }
    }

    public async ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return ArmedLocked(channel).Add(user);
        }
    }

    public async ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) =>
        await Faults.EnterAsync();

    public async ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            return ArmedLocked(channel).Remove(user);
        }
    }

    public async ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default)
    {
        await Faults.EnterAsync();
        lock (_lock)
        {
            var armed = ArmedLocked(channel);
            UserId[] taken = [.. armed];
            armed.Clear();
            return taken;
        }
    }

    public async ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default) => await Faults.EnterAsync();

    private HashSet<UserId> ArmedLocked(ChannelId channel)
    {
        if (!_armed.TryGetValue(channel, out var armed))
        {
            _armed.Add(channel, armed = []);
        }

        return armed;
    }
}
