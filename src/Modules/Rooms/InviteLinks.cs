using System.Security.Cryptography;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Short links that let anonymous guests into one room (rooms.md section 5.8). One per node, thread-safe.</summary>
public sealed class InviteLinks(IInviteStore invites, RoomsOptions options, TimeProvider time)
{
    private const int TokenLength = 6;

    // Without what people mistake for something else.
    private const string TokenCharacters = "abcdefghijklmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>A link is given out again while it lasts this long.</summary>
    private static readonly TimeSpan MinLeft = TimeSpan.FromDays(10);

    private readonly IInviteStore _invites = invites;
    private readonly RoomsOptions _options = options;
    private readonly TimeProvider _time = time;

    internal async ValueTask<Uri> FindOrCreateAsync(WorldId world, RoomId room)
    {
        var now = _time.GetUtcNow();
        var token = await _invites.FindOrCreateAsync(
            world, room, now + MinLeft, now + Lifetime, static () => RandomNumberGenerator.GetString(TokenCharacters, TokenLength));
        return new UriBuilder(_options.ShortUrl) { Path = token, Query = string.Empty, Fragment = string.Empty }.Uri;
    }
}
