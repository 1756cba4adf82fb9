using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Permissions;

/// <summary>
/// One compiled requirement of a trait grant (permissions.md section 3): all of the elements, each one or any of several traits.
/// </summary>
public sealed class TraitRequirement
{
    // Outer array: AND. Inner array: OR. Null: never matches. An empty inner array is never satisfied; an empty outer one matches persons only.
    private readonly string[][]? _allOf;

    private TraitRequirement(string[][]? allOf) => _allOf = allOf;

    /// <summary>Compiles the JSON form; what is not an array never matches.</summary>
    public static TraitRequirement Compile(JsonElement requirement)
    {
        if (requirement.ValueKind != JsonValueKind.Array)
        {
            return new TraitRequirement(null);
        }

        var allOf = new List<string[]>();
        foreach (var element in requirement.EnumerateArray())
        {
            allOf.Add(element.ValueKind switch
            {
                JsonValueKind.String => JsonInput.TextOf(element) is { } text ? [text] : [],
                JsonValueKind.Array => AnyOf(element),
                _ => [],
            });
        }

        return new TraitRequirement([.. allOf]);
    }

    /// <summary>Adds every trait that the requirement asks for.</summary>
    public void CollectTraits(ISet<string> traits)
    {
        foreach (var anyOf in _allOf ?? [])
        {
            traits.UnionWith(anyOf);
        }
    }

    /// <summary>Whether a user of this type and these traits meets the requirement; exact and case-sensitive.</summary>
    public bool Matches(IReadOnlyList<string> traits, string userType)
    {
        if (_allOf is null)
        {
            return false;
        }

        if (_allOf.Length == 0)
        {
            return userType == UserTypes.Person;
        }

        foreach (var anyOf in _allOf)
        {
            if (!ContainsAny(traits, anyOf))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] AnyOf(JsonElement element)
    {
        var strings = new List<string>();
        foreach (var item in element.EnumerateArray())
        {
            if (JsonInput.TextOf(item) is { } text)
            {
                strings.Add(text);
            }
        }

        return [.. strings];
    }

    private static bool ContainsAny(IReadOnlyList<string> traits, string[] anyOf)
    {
        foreach (var wanted in anyOf)
        {
            for (var index = 0; index < traits.Count; index++)
            {
                if (string.Equals(traits[index], wanted, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
