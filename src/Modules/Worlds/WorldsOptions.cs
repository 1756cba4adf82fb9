namespace Venueless.Fast.Modules.Worlds;

/// <summary>Options of the Worlds module.</summary>
public sealed record WorldsOptions
{
    /// <summary>
    /// What stands before the path of a stored media file. Absolute, or a path (default, as in the reference): then the world's domain is put before it, because
    /// the page may be served from elsewhere; worlds without domain get the path alone.
    /// </summary>
    public string MediaUrl { get; init; } = "/media/";

    /// <summary>The installation has keys for Twitter, so worlds may offer it at login. Default: no.</summary>
    public bool HasTwitter { get; init; }

    /// <summary>As <see cref="HasTwitter"/>, for LinkedIn.</summary>
    public bool HasLinkedin { get; init; }
}
