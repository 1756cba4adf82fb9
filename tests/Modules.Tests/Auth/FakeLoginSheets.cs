using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>What a login reads, out of the chat store's single reads.</summary>
internal sealed class FakeLoginSheets(IChatStore chats) : ILoginStore
{
    private readonly IChatStore _chats = chats;

    public StoreFaults Faults { get; } = new();

    /// <summary>How many users each read was for.</summary>
    public List<int> Batches { get; } = [];

    public async Task<IReadOnlyDictionary<UserId, LoginSheet>> ReadAsync(
        WorldId world, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        lock (Batches)
        {
            Batches.Add(users.Count);
        }

        await Faults.EnterAsync();
        var sheets = new Dictionary<UserId, LoginSheet>();
        foreach (var user in users)
        {
            sheets[user] = new LoginSheet(
                await ListedChannel.ReadAsync(_chats, world, user), await _chats.CountNotificationsAsync(user, cancellation), ExhibitionData.Empty);
        }

        return sheets;
    }
}
