using System.Buffers.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>
/// The newest events of a channel as they were read once, and whom they show. Writes replies byte for byte like those of a read of their own. Thread-safe.
/// </summary>
internal sealed class HistoryPage
{
    /// <summary>Events in a page; web clients ask for 25 (web-client.md section 5).</summary>
    public const int Size = 50;

    // Of popular messages with thousands of reactions; such a page is read again for each storm of askers.
    private const int MaxKeptUsers = 512;
    private const int MaxKeptBytes = 128 * 1024;

    private readonly PageEvents _events;
    private readonly PageUser[] _users;

    // For each event the places of those it shows in _users.
    private readonly int[][] _shown;

    /// <param name="events">The newest of the channel, ascending; fewer than <see cref="Size"/>: all there are.</param>
    /// <param name="users">Whom the events show.</param>
    /// <param name="shown">For each event, indices of <paramref name="users"/>.</param>
    public HistoryPage(IReadOnlyList<ChatEvent> events, PageUser[] users, int[][] shown)
    {
        _events = new PageEvents(events);
        _users = users;
        _shown = shown;
    }

    /// <summary>Of the channel, taken before the read; see <see cref="KeptChannel.Version"/>.</summary>
    public required int Version { get; init; }

    /// <summary>The last id given out on any node before the read: all events up to it that were stored by then are here.</summary>
    public required long LastEventId { get; init; }

    /// <summary>A timestamp of the clock, taken before the read.</summary>
    public required long ReadAt { get; init; }

    /// <summary>There are no events but these.</summary>
    public bool IsWhole => _events.Count < Size;

    /// <summary>Small enough to be kept.</summary>
    public bool IsKeepable => _events.Bytes <= MaxKeptBytes && _users.Length <= MaxKeptUsers;

    /// <summary>Whether all events that the query asks for are here.</summary>
    public bool Covers(in HistoryQuery query) => IsWhole || _events.CountBelow(query.BeforeId) >= query.Count;

    /// <summary>Writes the reply to a query that the page covers, and notes whom the client knows by it. False: nothing was written, only the store knows a user.</summary>
    public bool TryWrite(CommandContext context, in HistoryQuery query)
    {
        var end = _events.CountBelow(query.BeforeId);
        var start = Math.Max(0, end - query.Count);
        var isShown = _users.Length <= MaxKeptUsers ? stackalloc bool[_users.Length] : new bool[_users.Length];
        isShown.Clear();
        for (var index = start; index < end; index++)
        {
            foreach (var user in _shown[index])
            {
                isShown[user] = true;
            }
        }

        var users = new User?[_users.Length];
        if (!TryFindUnknown(context, isShown, users))
        {
            return false;
        }

        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        if (start < end)
        {
            json.WriteRawValue(_events.Elements(start, end), skipInputValidation: true);
        }

        json.WriteEndArray();
        WriteUsers(context, json, users);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Leaves those in the list whom the reply has to show to this client.</summary>
    private bool TryFindUnknown(CommandContext context, ReadOnlySpan<bool> isShown, Span<User?> users)
    {
        var known = context.Session.KnownUsers;
        for (var index = 0; index < users.Length; index++)
        {
            if (isShown[index]
                && known?.Contains(_users[index].Id) != true
                && !_users[index].TryFind(context.Session.Services.Users, context.World.Id, out users[index]))
            {
                return false;
            }
        }

        return true;
    }

    private void WriteUsers(CommandContext context, Utf8JsonWriter json, ReadOnlySpan<User?> users)
    {
        var now = context.Now;
        var view = context.UserView;
        Span<byte> id = stackalloc byte[36];
        json.WriteStartObject("users"u8);
        for (var index = 0; index < users.Length; index++)
        {
            if (users[index] is not { } user)
            {
                continue;
            }

            Utf8Formatter.TryFormat(user.Id.Value, id, out _);
            json.WritePropertyName(id);
            _users[index].Write(json, user, context.World, now, view);
            (context.Session.KnownUsers ??= new HashSet<UserId>(users.Length)).Add(user.Id);
        }

        json.WriteEndObject();
    }
}
