using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>A closed connection unsubscribes from each of its channels (chat.md section 7.2).</summary>
public sealed class ChatCleanUp(ChatService service) : ISessionCleanUp
{
    private readonly ChatService _service = service;

    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public ValueTask CleanUpAsync(Session session, ConnectionClosed closed) => _service.CleanUpAsync(session);
}
