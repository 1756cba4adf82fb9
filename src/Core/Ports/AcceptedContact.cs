namespace Venueless.Fast.Core.Ports;

/// <summary>What became of an answer to a contact request.</summary>
/// <param name="Notice">Null: refused.</param>
/// <param name="IsKnown">False: unknown in this world, or answered already. Refused although it is known: the user is no staff of the exhibitor.</param>
public sealed record AcceptedContact(ContactNotice? Notice, bool IsKnown)
{
    public static readonly AcceptedContact Unknown = new(null, IsKnown: false);

    public static readonly AcceptedContact NotByStaff = new(null, IsKnown: true);
}
