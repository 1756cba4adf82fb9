namespace Venueless.Fast.Host.Http.Attendee;

/// <summary>
/// The built-in page of an attendee: rooms and chat in a browser, without the full web client. Serves <c>/</c>, <c>/rooms/{id}</c> and the
/// page's own files under <c>/attendee/</c>.
/// </summary>
internal static class AttendeePage
{
    // No inline script or style, nothing from other hosts. 'self' in connect-src covers the websocket of the same host.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The address contains the hash of the content.
    private const string CacheForEver = "public, max-age=31536000, immutable";

    // Always asked again, answered with 304 while nothing changed: a renamed world and a new release show up at once.
    private const string CacheAndRevalidate = "no-cache";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapAttendeePage(this IEndpointRouteBuilder endpoints, IAttendeeWorlds worlds)
    {
        var assets = AttendeeAssets.Load();
        RequestDelegate page = context => ServePageAsync(context, assets, worlds);
        endpoints.MapMethods("/", Methods, page);
        endpoints.MapMethods("/rooms/{id}", Methods, page);
        endpoints.MapMethods("/attendee/{version}/{name}", Methods, context => ServeAssetAsync(context, assets));
    }

    private static async Task ServePageAsync(HttpContext context, AttendeeAssets assets, IAttendeeWorlds worlds)
    {
        var world = await worlds.FindAsync(context.Request.Host.Value ?? "", context.RequestAborted);
        var html = world is var (worldId, title)
            ? AttendeeHtml.Render(assets.Page, assets.Version, title, worldId)
            : AttendeeHtml.Render(assets.UnknownWorld, assets.Version, "", null);

        AddHeaders(context.Response, CacheAndRevalidate);
        if (world is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        await ServeBytesAsync(context, html, "text/html; charset=utf-8", world is null ? null : AttendeeAssets.EntityTagOf(html));
    }

    private static Task ServeAssetAsync(HttpContext context, AttendeeAssets assets)
    {
        if (context.GetRouteValue("name") is not string name || assets.Find(name) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // A page of another release asks for its own version while nodes are being exchanged: it gets ours, but must not keep it.
        var isThisVersion = string.Equals(context.GetRouteValue("version") as string, assets.Version, StringComparison.Ordinal);
        AddHeaders(context.Response, isThisVersion ? CacheForEver : CacheAndRevalidate);
        return ServeBytesAsync(context, asset.Bytes, asset.ContentType, asset.EntityTag);
    }

    // The framework's file result answers If-None-Match, ranges and HEAD.
    private static Task ServeBytesAsync(HttpContext context, byte[] bytes, string contentType, Microsoft.Net.Http.Headers.EntityTagHeaderValue? entityTag) =>
        TypedResults.Bytes(bytes, contentType, entityTag: entityTag).ExecuteAsync(context);

    private static void AddHeaders(HttpResponse response, string cacheControl)
    {
        var headers = response.Headers;
        headers.CacheControl = cacheControl;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
    }
}
