namespace Venueless.Fast.Core.Domain.Staff;

/// <summary>One row of <c>auth_user</c>: somebody who logs in to the administration pages. No attendee; they are users of a world.</summary>
/// <param name="Password">As stored; see <see cref="StaffPassword"/>.</param>
/// <param name="LastLogin">Null: never.</param>
public sealed record StaffUser(
    int Id,
    string Username,
    string Email,
    string Password,
    bool IsSuperuser,
    bool IsStaff,
    bool IsActive,
    DateTimeOffset? LastLogin,
    DateTimeOffset DateJoined)
{
    /// <summary>Never prints the password: records end up in logs.</summary>
    public override string ToString() => $"StaffUser {Id}";
}
