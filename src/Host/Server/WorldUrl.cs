using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Server;

/// <summary>A world's address in the outputs of commands, without a slash at the end.</summary>
internal static class WorldUrl
{
    /// <summary><c>https://&lt;domain&gt;</c> as documented; a world without domain has the installation's address.</summary>
    public static string Of(string? domain, ServerSettings settings) =>
        domain is null ? settings.Site.Url.GetLeftPart(UriPartial.Authority) : $"https://{domain}";
}
