namespace Venueless.Fast.Modules.Users;

/// <summary>What links to social networks need of the installation.</summary>
/// <param name="SiteUrl">The installation's address, where the logins start.</param>
/// <param name="InstallationSecret">Signs the links; the same on all nodes.</param>
public sealed record SocialOptions(Uri SiteUrl, string InstallationSecret)
{
    /// <summary>Never prints the secret: records end up in logs.</summary>
    public override string ToString() => $"SocialOptions {{ SiteUrl = {SiteUrl} }}";
}
