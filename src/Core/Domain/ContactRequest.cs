namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_contactrequest</c> with those who are named in it (exhibition.md section 1).</summary>
/// <param name="User">Who wants to be contacted; null: nobody any more.</param>
/// <param name="State">One of <see cref="ContactStates"/>.</param>
/// <param name="AnsweredBy">Null: nobody yet, or nobody any more.</param>
/// <param name="Timestamp">Creation; null in rows of long ago.</param>
public sealed record ContactRequest(
    ContactRequestId Id, ExhibitorName Exhibitor, User? User, string State, User? AnsweredBy, DateTimeOffset? Timestamp);
