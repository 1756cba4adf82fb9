using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>One user's reaction to an event, to be stored or taken away; both are idempotent. Fails or commits alone.</summary>
/// <remarks>Owned by the writer from <see cref="IChatStore.ReactAsync"/> until its task completes, like a <see cref="ChatWrite"/>.</remarks>
public abstract class ReactionWrite
{
    public required ChannelId Channel { get; init; }

    public required long EventId { get; init; }

    public required UserId User { get; init; }

    public required string Emoji { get; init; }

    /// <summary>Take the reaction away.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>Of which world the users are read that <see cref="IsKnown"/> does not know.</summary>
    public required WorldId World { get; init; }

    /// <summary>Whether the caller has this user's row already. Run by the writer before the commit.</summary>
    public abstract bool IsKnown(UserId user);

    /// <summary>Run by the writer after the commit, in the order of the commits. Must be quick and must not throw.</summary>
    /// <param name="chatEvent">The event with its reactions as committed; null: the channel has no such event, nothing was stored.</param>
    /// <param name="late">Rows of those who have reacted meanwhile, as far as they are not known.</param>
    public abstract void OnCommitted(ChatEvent? chatEvent, IReadOnlyList<UserRow> late);
}
