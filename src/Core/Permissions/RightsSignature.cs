using System.Globalization;
using System.Text;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Permissions;

/// <summary>Everything about a user that rights in one snapshot of a world depend on: type, moderation, the traits that matter, grants. Equal signatures, equal rights.</summary>
internal static class RightsSignature
{
    /// <param name="traitsThatMatter">The traits that some grant of the world or its rooms asks for; all others make no difference.</param>
    public static string Of(User user, IReadOnlySet<string> traitsThatMatter)
    {
        var signature = new StringBuilder();
        Append(signature, user.Type);
        Append(signature, user.Row.ModerationState);
        signature.Append(user.IsDeleted ? '1' : '0');
        AppendTraits(signature, user.Traits, traitsThatMatter);

        signature.Append('|');
        foreach (var role in user.WorldGrants)
        {
            Append(signature, role);
        }

        foreach (var grant in user.RoomGrants)
        {
            signature.Append('@').Append(grant.Room.Value);
            Append(signature, grant.Role);
        }

        return signature.ToString();
    }

    // In one order and each once, however the user has them.
    private static void AppendTraits(StringBuilder signature, IReadOnlyList<string> traits, IReadOnlySet<string> traitsThatMatter)
    {
        var sorted = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var trait in traits)
        {
            if (traitsThatMatter.Contains(trait))
            {
                sorted.Add(trait);
            }
        }

        foreach (var trait in sorted)
        {
            Append(signature, trait);
        }
    }

    // With its length: no text can pretend to be two.
    private static void Append(StringBuilder signature, string text) =>
        signature.Append(CultureInfo.InvariantCulture, $"{text.Length}:").Append(text);
}
