namespace Venueless.Fast.Core.Domain;

/// <summary>What a member of staff works with (exhibition.md section 1); empty for everybody else.</summary>
/// <param name="Exhibitors">Those the user is staff of.</param>
/// <param name="Requests">All contact requests to them, in every state, oldest first.</param>
public sealed record ExhibitionData(IReadOnlyList<ExhibitorName> Exhibitors, IReadOnlyList<ContactRequest> Requests)
{
    public static readonly ExhibitionData Empty = new([], []);
}
