namespace Venueless.Fast.Host.Configuration;

/// <summary>Section <c>venueless</c>: the installation's public face.</summary>
internal sealed record SiteSettings(Uri Url, Uri ShortUrl, bool RequiresMultifactor)
{
    public static SiteSettings Read(ConfigurationReader reader)
    {
        var url = reader.Url("venueless.url", "VENUELESS_SITE_URL", new Uri("http://localhost"));
        return new SiteSettings(
            url,
            reader.Url("venueless.short_url", "VENUELESS_SHORT_URL", url),
            reader.Switch("venueless.multifactor_require", "VENUELESS_MULTIFACTOR_REQUIRE"));
    }
}
