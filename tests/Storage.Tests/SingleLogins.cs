using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Looks for one user where logins look for many.</summary>
internal static class SingleLogins
{
    public static async Task<UserRow?> FindByTokenIdAsync(this IUserStore users, WorldId world, string tokenId) =>
        (await users.FindByTokenIdsAsync(world, [tokenId])).SingleOrDefault();

    public static async Task<UserRow?> FindByClientIdAsync(this IUserStore users, WorldId world, string clientId) =>
        (await users.FindByClientIdsAsync(world, [clientId])).SingleOrDefault();
}
