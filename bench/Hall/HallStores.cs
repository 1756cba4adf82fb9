using Venueless.Fast.Bench.Modules;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Hall;

/// <summary>What a hall is stored in.</summary>
internal sealed record HallStores(
    IWorldStore Worlds,
    IUserStore Users,
    IChatStore Chats,
    IDirectChannelStore DirectChannels,
    IReadStateStore ReadStates,
    IReactionStore Reactions,
    IQuestionStore Questions,
    IPollStore Polls)
{
    public IExhibitionStore Exhibition { get; init; } = new FixedExhibitionStore();

    /// <summary>In memory, with one room of <see cref="BenchWorld"/>; nothing waits and chat events are not kept.</summary>
    public static HallStores InMemory()
    {
        var worlds = new InMemoryWorldStore();
        worlds.Put(BenchWorld.Row, BenchWorld.Rooms(1));
        return new HallStores(
            worlds,
            new InMemoryUserStore(),
            new InstantChatStore(),
            new InstantDirectChannels(),
            new InMemoryReadStateStore(),
            new InMemoryReactionStore(),
            new InMemoryQuestionStore(),
            new InMemoryPollStore());
    }

    /// <summary>A database.</summary>
    public static HallStores Of(SqlStorage storage) => new(
        storage.Worlds, storage.Users, storage.Chat, storage.DirectChannels, storage.ReadStates, storage.Reactions, storage.Questions, storage.Polls);
}
