using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Makes login tokens. Implemented by the Auth module, asked by whoever gives them out. Thread-safe.</summary>
public interface ITokenIssuer
{
    /// <summary>A token for the external id, valid from now on.</summary>
    /// <param name="secret">Where issuer or audience name several values, the first is used.</param>
    /// <param name="profile">The profile of a user who does not exist yet; null: left out.</param>
    string Issue(JwtSecret secret, string uid, IReadOnlyList<string> traits, TimeSpan lifetime, RawJson? profile = null);
}
