namespace Venueless.Fast.Core.Domain;

/// <summary>A user belongs to a channel (<c>core_membership</c>). Durable, unlike a subscription.</summary>
/// <param name="IsVolatile">Disappears with the user's last subscription.</param>
/// <param name="IsHidden">Direct channel removed from the user's list.</param>
/// <param name="IsDirect">The channel has no room.</param>
/// <param name="UnreadPointer">Highest id of a non-membership event in the channel; 0 if none.</param>
public readonly record struct Membership(ChannelId Channel, bool IsVolatile, bool IsHidden, bool IsDirect, long UnreadPointer);
