using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>For a server that neither fetches pages nor reaches devices.</summary>
public sealed class NoMessageJobs : IMessageJobs
{
    public static readonly NoMessageJobs Instance = new();

    private NoMessageJobs()
    {
    }

    /// <inheritdoc/>
    public void PreviewLink(WorldId world, ChatEvent sent)
    {
    }

    /// <inheritdoc/>
    public void PushToDevices(World world, User sender, ChatEvent sent, IReadOnlyCollection<UserId> notified)
    {
    }
}
