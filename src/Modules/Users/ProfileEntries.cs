using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Entries <c>"id":{…}</c> of maps of users, encoded once per snapshot of the user. Thread-safe.</summary>
/// <remarks>Per user in a reply 0 B and no JSON work. Some 700 B for each user who was asked for and whose snapshot is still alive.</remarks>
internal sealed class ProfileEntries
{
    // Quotes, id and colon.
    private const int KeyBytes = 39;

    // Lives as long as the user's snapshot, and keeps nothing of an old world but its badges. A lost race costs one encoding.
    private readonly ConditionalWeakTable<User, Entry> _entries = [];

    /// <summary>The entry in the public or the admin form.</summary>
    public ReadOnlySpan<byte> Find(User user, World world, DateTimeOffset now, UserView view)
    {
        var badges = world.Config.TraitBadges;
        var isInactive = UserObject.IsInactive(user, now);
        if (!_entries.TryGetValue(user, out var kept) || !ReferenceEquals(kept.Badges, badges) || kept.IsInactive != isInactive)
        {
            kept = new Entry(badges, isInactive, Encode(user, world, now, UserView.Public), Encode(user, world, now, UserView.Admin));
            _entries.AddOrUpdate(user, kept);
        }

        return view == UserView.Admin ? kept.AdminForm : kept.PublicForm;
    }

    /// <summary>The user's object alone.</summary>
    public ReadOnlySpan<byte> FindObject(User user, World world, DateTimeOffset now, UserView view) => Find(user, world, now, view)[KeyBytes..];

    private static byte[] Encode(User user, World world, DateTimeOffset now, UserView view)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("\""u8);
        user.Id.Value.TryFormat(buffer.Buffer.GetSpan(36), out var length);
        buffer.Buffer.Advance(length);
        buffer.Buffer.Write("\":"u8);
        UserObject.Write(buffer.Json, user, world, now, view);
        buffer.Json.Flush();
        var entry = buffer.Buffer.WrittenSpan.ToArray();
        buffer.Return();
        return entry;
    }

    private sealed record Entry(IReadOnlyDictionary<string, string> Badges, bool IsInactive, byte[] PublicForm, byte[] AdminForm);
}
