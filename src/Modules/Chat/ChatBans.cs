using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Tells the channels of a banned user (chat.md section 14, D12).</summary>
public sealed class ChatBans(ChatService service) : IBanStep
{
    private readonly ChatService _service = service;

    /// <inheritdoc/>
    public string Name => "chat";

    /// <inheritdoc/>
    public ValueTask RunAsync(Session cause, World world, User banned) => _service.TellBanAsync(cause, world, banned);
}
