using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Permissions;

/// <summary>The compiled <c>trait_grants</c> of a world or room: role name and requirement. Immutable.</summary>
public sealed class TraitGrants
{
    private readonly (string Role, TraitRequirement Requirement)[] _grants;

    private TraitGrants((string Role, TraitRequirement Requirement)[] grants) => _grants = grants;

    /// <summary>Adds every trait that decides about a role.</summary>
    public void CollectTraits(ISet<string> traits)
    {
        foreach (var (_, requirement) in _grants)
        {
            requirement.CollectTraits(traits);
        }
    }

    /// <summary>Compiles the JSON form; null or malformed counts as no grant.</summary>
    public static TraitGrants Compile(RawJson? grants)
    {
        if (grants is not { } json)
        {
            return new TraitGrants([]);
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return new TraitGrants([]);
        }

        // By name, because a key that is written twice must not grant twice: the last one counts, as everywhere.
        var compiled = new Dictionary<string, TraitRequirement>(StringComparer.Ordinal);
        foreach (var grant in document.RootElement.EnumerateObject())
        {
            compiled[grant.Name] = TraitRequirement.Compile(grant.Value);
        }

        var grantList = new (string Role, TraitRequirement Requirement)[compiled.Count];
        var index = 0;
        foreach (var (role, requirement) in compiled)
        {
            grantList[index++] = (role, requirement);
        }

        return new TraitGrants(grantList);
    }

    /// <summary>Adds every role whose requirement the traits meet.</summary>
    public void Collect(RoleTable roles, IReadOnlyList<string> traits, string userType, RoleUnion union)
    {
        foreach (var (role, requirement) in _grants)
        {
            if (requirement.Matches(traits, userType))
            {
                union.Add(roles.Find(role));
            }
        }
    }
}
