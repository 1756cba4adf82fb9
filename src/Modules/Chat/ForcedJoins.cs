using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Makes users members of the channels of forced-join rooms (chat.md section 10), after a login and after a changed profile.</summary>
public sealed class ForcedJoins(ChatService service) : ILoginStep, IProfileStep
{
    private readonly ChatService _service = service;

    /// <inheritdoc cref="ILoginStep.Name"/>
    public string Name => "forced joins";

    /// <inheritdoc cref="ILoginStep.RunAsync"/>
    public ValueTask RunAsync(Session session) => _service.JoinForcedAsync(session);
}
