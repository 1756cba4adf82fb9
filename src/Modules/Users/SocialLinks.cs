using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Links by which a user connects an account of a social network: issued here, followed on the site's domain (http.md section 11). Thread-safe.</summary>
public sealed class SocialLinks(SocialOptions options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    private readonly string _site = options.SiteUrl.AbsoluteUri.TrimEnd('/');
    private readonly MessageSigner _signer = new(options.InstallationSecret, "social", time);

    public static IReadOnlyList<string> Networks { get; } = ["twitter", "linkedin"];

    public string Create(SocialTicket ticket)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            var json = buffer.Json;
            json.WriteStartObject();
            json.WriteString("network"u8, ticket.Network);
            json.WriteString("return_url"u8, ticket.ReturnUrl);
            json.WriteString("world"u8, ticket.World.Value);
            json.WriteString("user"u8, ticket.User.Value);
            json.WriteEndObject();
            json.Flush();
            return $"{_site}/social/{ticket.Network}/start?token={_signer.Sign(buffer.Buffer.WrittenSpan, Lifetime)}";
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>What a link's token carries; false when it was not issued here or is older than 600 s.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out SocialTicket? ticket)
    {
        ticket = null;
        if (!_signer.TryOpen(token, out var message))
        {
            return false;
        }

        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        ticket = new SocialTicket(
            root.GetProperty("network"u8).GetString()!,
            root.GetProperty("return_url"u8).GetString()!,
            new WorldId(root.GetProperty("world"u8).GetString()!),
            new UserId(root.GetProperty("user"u8).GetGuid()));
        return true;
    }
}
