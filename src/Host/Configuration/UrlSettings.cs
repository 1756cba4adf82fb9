namespace Venueless.Fast.Host.Configuration;

/// <summary>Sections <c>urls</c> and <c>websocket</c>: the addresses under which clients find things.</summary>
/// <param name="Static">Prefix of the administration pages' assets.</param>
/// <param name="Media">Prefix of stored files, a path or an absolute URL.</param>
/// <param name="ObjectStore">Base URL of the HTTP object store; null: files are on the disk.</param>
/// <param name="WebsocketScheme"><c>ws</c> or <c>wss</c>.</param>
internal sealed record UrlSettings(string Static, string Media, Uri? ObjectStore, string WebsocketScheme)
{
    private static readonly Uri None = new("about:blank");

    public static UrlSettings Read(ConfigurationReader reader)
    {
        var objectStore = reader.Url("urls.nanocdn", "VENUELESS_NANOCDN", None);
        var scheme = reader.NonEmptyText("websocket.protocol", "VENUELESS_WEBSOCKET_PROTOCOL", "wss");
        if (scheme is not ("ws" or "wss"))
        {
            reader.Reject(reader.Find("websocket.protocol", "VENUELESS_WEBSOCKET_PROTOCOL")!.Value.Origin, "expected ws or wss");
        }

        return new UrlSettings(
            Prefix(reader, "urls.static", "VENUELESS_STATIC_URL", "/static/"),
            Prefix(reader, "urls.media", "VENUELESS_MEDIA_URL", "/media/"),
            objectStore == None ? null : objectStore,
            scheme);
    }

    private static string Prefix(ConfigurationReader reader, string key, string variable, string fallback)
    {
        var prefix = reader.NonEmptyText(key, variable, fallback);
        if (!prefix.EndsWith('/') || !(prefix.StartsWith('/') || prefix.StartsWith("http://", StringComparison.Ordinal) || prefix.StartsWith("https://", StringComparison.Ordinal)))
        {
            reader.Reject(reader.Find(key, variable)!.Value.Origin, "expected a path or URL that ends with a slash, such as /media/");
        }

        return prefix;
    }
}
