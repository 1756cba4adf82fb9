using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The <c>users</c> maps with nobody but the sender in them, which nearly every message carries: encoded once per snapshot of the user. Thread-safe.</summary>
/// <remarks>Per message 0 B and no JSON work. Some 700 B for each user who has written something and is still connected.</remarks>
internal sealed class SenderMaps
{
    // Lives as long as the user's snapshot, and keeps nothing of an old world but its badges. A lost race costs one encoding.
    private readonly ConditionalWeakTable<User, Entry> _entries = [];

    public EventUsers Find(User sender, World world, DateTimeOffset now)
    {
        var badges = world.Config.TraitBadges;
        var isInactive = UserObject.IsInactive(sender, now);
        if (_entries.TryGetValue(sender, out var kept) && ReferenceEquals(kept.Badges, badges) && kept.IsInactive == isInactive)
        {
            return kept.Users;
        }

        var users = EventUsers.Of([sender], world, now);
        _entries.AddOrUpdate(sender, new Entry(badges, isInactive, users));
        return users;
    }

    private sealed record Entry(IReadOnlyDictionary<string, string> Badges, bool IsInactive, EventUsers Users);
}
