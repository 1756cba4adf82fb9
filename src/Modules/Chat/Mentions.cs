using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Chat;

/// <summary>What a message's mentions lead to (chat.md section 9).</summary>
/// <param name="Notified">Who gets a notification.</param>
/// <param name="Missed">Array of the users that cannot be reached, encoded for the sender; null: no warning.</param>
internal sealed record Mentions(IReadOnlyCollection<UserId> Notified, byte[]? Missed)
{
    /// <summary>From so many on a text mentions nobody: it is a list of names.</summary>
    public const int Limit = 50;

    public static readonly Mentions None = new([], null);
}
