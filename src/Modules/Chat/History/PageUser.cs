using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>
/// A user whom a page shows: always as the user is now, encoded once for all who ask meanwhile. A connected user is the node's copy, any other the row that was read
/// with the page, for as long as nobody has heard of a change. Thread-safe.
/// </summary>
/// <param name="copy">As read with the page; null: there is no such user.</param>
/// <param name="version">Of the user, taken before <paramref name="copy"/> was read.</param>
internal sealed class PageUser(UserId id, User? copy, long version)
{
    private readonly User? _copy = copy;
    private readonly long _version = version;

    // Replaced as a whole; a lost race costs one encoding.
    private UserForms? _forms;

    public UserId Id { get; } = id;

    /// <summary>Finds the user as of now. False: only the store knows.</summary>
    /// <param name="user">Null: there is no such user in the world.</param>
    public bool TryFind(UserDirectory connected, WorldId world, out User? user)
    {
        if (connected.Find(Id) is { Current: var current })
        {
            user = current.Row.World == world ? current : null;
            return true;
        }

        user = _copy;
        return connected.VersionOf(Id) == _version;
    }

    /// <summary>Writes the entry of a <c>users</c> map.</summary>
    public void Write(Utf8JsonWriter json, User user, World world, DateTimeOffset now, UserView view)
    {
        var isInactive = UserObject.IsInactive(user, now);
        var forms = Volatile.Read(ref _forms);
        if (forms is null || !ReferenceEquals(forms.User, user) || !ReferenceEquals(forms.Badges, world.Config.TraitBadges) || forms.IsInactive != isInactive)
        {
            forms = new UserForms(user, world.Config.TraitBadges, isInactive);
            Volatile.Write(ref _forms, forms);
        }

        json.WriteRawValue(forms.Find(world, now, view), skipInputValidation: true);
    }
}
