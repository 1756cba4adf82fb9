using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// One independent unit of chat work: a change of membership, an event, or both. Fails or commits as a whole, alone.
/// </summary>
/// <remarks>The module derives from it to carry what the reply and the pushes need. Owned by the writer from WriteAsync until its task completes.</remarks>
public abstract class ChatWrite
{
    public required WorldId World { get; init; }

    public required ChannelId Channel { get; init; }

    /// <summary>The acting user: sender of the event and owner of the membership.</summary>
    public required UserId User { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What happens to the membership first.</summary>
    public MembershipChange MembershipChange { get; init; }

    /// <summary>For Join: the membership to insert is volatile. An existing volatile one is made persistent when this is false; never the other way round.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>
    /// Event to insert; null: none. With a membership change it is only inserted if a row was really inserted or deleted.
    /// </summary>
    public string? EventType { get; init; }

    /// <summary>Content of the event.</summary>
    public RawJson Content { get; init; }

    /// <summary>
    /// The event that this one replaces: its content becomes <see cref="Content"/>, its <c>edited</c> becomes Now, and an audit row
    /// <c>chat.event.updated</c> is written, in the same unit. Refused if it is deleted and <see cref="Content"/> is no deletion.
    /// </summary>
    public long? Replaces { get; init; }

    /// <summary>The event is refused unless the user is a member of the channel. Not with a membership change, nor with <see cref="Replaces"/>.</summary>
    public bool IsForMembers { get; init; }

    /// <summary>Who gets an unread notification of the event (<c>core_chateventnotification</c>); users that no longer exist are passed over.</summary>
    public IReadOnlyCollection<UserId> Notified { get; init; } = [];

    /// <summary>
    /// The channel is a direct one: refused if a member blocks the user or if the user may not write any more, else hidden memberships come back
    /// (chat.md section 7.6). One after the other per channel, over all nodes.
    /// </summary>
    public bool IsDirect { get; init; }

    /// <summary>A call to be placed with the event; refused if there is no server for it. Only in direct channels.</summary>
    public virtual NewCall? Call => null;

    /// <summary>Run by the writer after the commit. Must be quick and must not throw: enqueue the reply, publish the pushes.</summary>
    public abstract void OnCommitted(ChatWriteOutcome outcome);
}
