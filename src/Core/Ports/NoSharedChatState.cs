using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>For one node: everything is in its database. Immutable.</summary>
public sealed class NoSharedChatState : ISharedChatState
{
    public static readonly NoSharedChatState Instance = new();

    private NoSharedChatState()
    {
    }

    /// <inheritdoc/>
    public ValueTask ForgetAsync(ForgottenChat chat, CancellationToken cancellation = default) => ValueTask.CompletedTask;
}
