using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Server;

/// <summary><c>/login/&lt;code&gt;</c>: http.md section 8.4. Expiry is left to the login, which tells the client.</summary>
internal sealed class ShortLogin(WorldByHost worlds, IShortTokenStore tokens)
{
    private const string UnknownLink =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Unknown link</title></head><body><p>This login link is wrong.</p></body></html>";

    private readonly WorldByHost _worlds = worlds;
    private readonly IShortTokenStore _tokens = tokens;

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await _worlds.FindRowAsync(context.Request.Host.Value ?? "", context.RequestAborted) is not { } world)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var code = (string)context.GetRouteValue("code")!; // The route has matched.
        if (await _tokens.FindAsync(world.Id, code, context.RequestAborted) is { } found)
        {
            context.Response.Redirect($"/#token={found.Token}");
            return;
        }

        await TypedResults.Text(UnknownLink, "text/html; charset=utf-8").ExecuteAsync(context);
    }
}
