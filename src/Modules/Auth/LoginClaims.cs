using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Auth;

/// <summary>What a valid token says about its bearer (auth-and-users.md section 2).</summary>
/// <param name="Uid">External id: 1 to 200 characters.</param>
/// <param name="Traits">In the token's order, which matters for the comparison with the stored list.</param>
/// <param name="Profile">Only for a new user; <c>{}</c> unless the claim is an object.</param>
/// <param name="PretalxId">Only for a new user.</param>
public sealed record LoginClaims(string Uid, IReadOnlyList<string> Traits, RawJson Profile, string? PretalxId);
