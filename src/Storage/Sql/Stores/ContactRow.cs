using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>One row of <c>core_contactrequest</c>.</summary>
internal sealed record ContactRow(ContactRequestId Id, ExhibitorId Exhibitor, UserId? User, string State, UserId? AnsweredBy, DateTimeOffset? Timestamp);
