using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Users;

/// <summary>Who wants to connect what, and where the browser goes afterwards (http.md section 11).</summary>
/// <param name="Network">One of <see cref="SocialLinks.Networks"/>.</param>
/// <param name="ReturnUrl">As the client sent it, unchecked.</param>
public sealed record SocialTicket(string Network, string ReturnUrl, WorldId World, UserId User);
