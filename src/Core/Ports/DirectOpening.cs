using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Opens the direct channel of a set of users. The module derives from it to carry what the reply and the pushes need.</summary>
public abstract class DirectOpening
{
    public required WorldId World { get; init; }

    /// <summary>Who opens it; one of <see cref="Users"/>.</summary>
    public required UserId Author { get; init; }

    /// <summary>All members, each once.</summary>
    public required IReadOnlyCollection<UserId> Users { get; init; }

    /// <summary>A new channel is not in the lists of the others yet.</summary>
    public required bool IsHidden { get; init; }

    /// <summary>The id of a new channel.</summary>
    public required ChannelId NewChannel { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Content of the event by which this member joins a new channel. Run by the writer, maybe more than once.</summary>
    public abstract RawJson JoinOf(UserRow member);

    /// <summary>Run by the writer after the commit. Must be quick and must not throw.</summary>
    public abstract void OnCommitted(DirectOutcome outcome);
}
