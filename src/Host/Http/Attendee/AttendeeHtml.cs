using System.Text;
using System.Text.Encodings.Web;

namespace Venueless.Fast.Host.Http.Attendee;

/// <summary>Fills the placeholders of the page. Every value is HTML-encoded here and nowhere else.</summary>
internal static class AttendeeHtml
{
    // Browsers resolve these addresses against the page's own, so scheme, host and port are right behind every proxy.
    private const string AssetsFolder = "/attendee/";
    private const string SocketFolder = "/ws/world/";

    public static byte[] Render(string template, string version, string title, string? worldId)
    {
        var socket = worldId is null ? "" : SocketFolder + Uri.EscapeDataString(worldId) + "/";
        var html = new StringBuilder(template.Length + 256);
        var rest = template.AsSpan();
        for (var open = rest.IndexOf("{{"); open >= 0; open = rest.IndexOf("{{"))
        {
            // One pass from left to right: a title that looks like a placeholder stays text.
            html.Append(rest[..open]);
            rest = rest[(open + 2)..];
            var close = rest.IndexOf("}}");
            html.Append(HtmlEncoder.Default.Encode(rest[..close] switch
            {
                "title" => title,
                "socket" => socket,
                "assets" => AssetsFolder + version + "/",
                var unknown => throw new InvalidOperationException($"The page has the unknown placeholder '{unknown}'."),
            }));
            rest = rest[(close + 2)..];
        }

        return Encoding.UTF8.GetBytes(html.Append(rest).ToString());
    }
}
