namespace Venueless.Fast.Core.Domain;

/// <summary>A channel without a room and its fixed set of members (chat.md section 1). A poster's channel is one too, without members. Immutable.</summary>
public sealed record DirectChannel(ChannelId Id, IReadOnlyList<DirectMember> Members)
{
    public bool Has(UserId user)
    {
        foreach (var member in Members)
        {
            if (member.User == user)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whom a message of this member is announced to.</summary>
    public UserId[] RecipientsOf(UserId sender)
    {
        var count = 0;
        foreach (var member in Members)
        {
            count += IsRecipient(member, sender) ? 1 : 0;
        }

        var recipients = new UserId[count];
        foreach (var member in Members)
        {
            if (IsRecipient(member, sender))
            {
                recipients[^count--] = member.User;
            }
        }

        return recipients;
    }

    private static bool IsRecipient(in DirectMember member, UserId sender) => member.User != sender && !member.IsDeleted;
}
