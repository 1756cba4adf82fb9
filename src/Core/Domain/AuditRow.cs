using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_auditlog</c> (auth-and-users.md section 13).</summary>
/// <param name="User">Null: the user's row is gone.</param>
public sealed record AuditRow(long Id, DateTimeOffset Timestamp, UserId? User, string Type, RawJson Data);
