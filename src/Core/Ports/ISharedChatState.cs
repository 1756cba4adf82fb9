using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>What nodes share about chats besides the database (chat.md section 2). Thread-safe.</summary>
public interface ISharedChatState
{
    /// <summary>
    /// Removes read pointers, announcements, subscriptions and registrations whose rows are gone. Never throws: what stays is logged, belongs to nobody and does no harm.
    /// </summary>
    ValueTask ForgetAsync(ForgottenChat chat, CancellationToken cancellation = default);
}
