using Venueless.Fast.Core.Domain.Staff;

namespace Venueless.Fast.Core.Ports;

/// <summary>Rows of <c>auth_user</c>, the log-ins of the administration pages. Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IStaffStore
{
    /// <summary>By name, upper and lower case being different; null if there is nobody.</summary>
    Task<StaffUser?> FindAsync(string username, CancellationToken cancellation = default);

    /// <summary>False if the name is taken; nothing is written then.</summary>
    Task<bool> AddAsync(NewSuperuser user, CancellationToken cancellation = default);

    /// <summary>Replaces the stored password, unless it has changed since it was read: a re-hash must not bring an old password back. False then, or if the user is gone.</summary>
    /// <param name="from">As read.</param>
    /// <param name="to">As <see cref="StaffPassword.Hash(string)"/> makes it.</param>
    Task<bool> ChangePasswordAsync(int user, string from, string to, CancellationToken cancellation = default);
}
