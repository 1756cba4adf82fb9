using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>
/// What chat messages leave to be done off their way (chat.md sections 11 and 12). Called after the message's own pushes; only takes note, never throws.
/// Thread-safe.
/// </summary>
public interface IMessageJobs
{
    /// <summary>A text with a link was stored, or a message was edited to be one.</summary>
    void PreviewLink(WorldId world, ChatEvent sent);

    /// <summary>These users were notified of a message, whether they are connected or not.</summary>
    void PushToDevices(World world, User sender, ChatEvent sent, IReadOnlyCollection<UserId> notified);
}
