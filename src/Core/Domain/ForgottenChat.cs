namespace Venueless.Fast.Core.Domain;

/// <summary>Whose read state and subscriptions have lost their rows.</summary>
/// <param name="Users">Users who are gone.</param>
/// <param name="Channels">Channels that are gone, or empty.</param>
/// <param name="Memberships">Memberships that are gone, as far as they can have left traces of their own.</param>
public sealed record ForgottenChat(
    IReadOnlyCollection<UserId> Users, IReadOnlyCollection<ChannelId> Channels, IReadOnlyCollection<(UserId User, ChannelId Channel)> Memberships);
