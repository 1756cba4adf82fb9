using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Bench.Hall;

/// <summary>
/// A storm's read state: pointers in a dictionary, and everybody waits for the next message anew, as if one had come since. Not thread-safe: pointers are set and read by
/// the thread that measures.
/// </summary>
internal sealed class InstantReadStates : IReadStateStore
{
    private readonly Dictionary<(UserId User, ChannelId Channel), long> _pointers = [];

    /// <summary>The pointer set last; 0: none.</summary>
    public long Find(UserId user, ChannelId channel) => _pointers.GetValueOrDefault((user, channel));

    public ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default) =>
        new(_pointers.Where(entry => entry.Key.User == user).ToDictionary(static entry => entry.Key.Channel, static entry => entry.Value));

    public async ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        var pointers = new Dictionary<UserId, IReadOnlyDictionary<ChannelId, long>>();
        foreach (var user in users)
        {
            pointers[user] = await ReadPointersAsync(user, cancellation);
        }

        return pointers;
    }

    public void SetPointer(UserId user, ChannelId channel, long eventId) => _pointers[(user, channel)] = eventId;

    public Task FlushAsync() => Task.CompletedTask;

    public ValueTask<bool> FlushAsync(UserId user, CancellationToken cancellation = default) => new(false);

    public bool TryArm(ChannelId channel, UserId user, out bool isNew)
    {
        isNew = true;
        return true;
    }

    public ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) => new(true);

    public ValueTask<IReadOnlyList<UserId>> ArmAsync(ChannelId channel, IReadOnlyList<UserId> users, CancellationToken cancellation = default) => new(users);

    public ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default) => ValueTask.CompletedTask;

    public ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) => new(true);

    public ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default) => new([]);

    public ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default) => ValueTask.CompletedTask;
}
