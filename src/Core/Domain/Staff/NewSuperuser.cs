namespace Venueless.Fast.Core.Domain.Staff;

/// <summary>A row of <c>auth_user</c> to be: staff, superuser, active, never logged in.</summary>
/// <param name="Username">See <see cref="StaffUsername"/>.</param>
/// <param name="Email">May be empty.</param>
/// <param name="Password">As stored; see <see cref="StaffPassword"/>.</param>
public sealed record NewSuperuser(string Username, string Email, string Password, DateTimeOffset DateJoined)
{
    /// <summary>Never prints the password: records end up in logs.</summary>
    public override string ToString() => "NewSuperuser";
}
