using System.Text.Json;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Permissions;

/// <summary>The compiled <c>trait_grants</c> of a world or room: role name and requirement. Immutable.</summary>
public sealed class TraitGrants
{
    private readonly (string Role, TraitRequirement Requirement)[] _grants;

    private TraitGrants((string Role, TraitRequirement Requirement)[] grants) => _grants = grants;

    /// <summary>Compiles the JSON form; null or malformed counts as no grant.</summary>
    public static TraitGrants Compile(RawJson? grants)
    {
        if (grants is not { } json)
        {
            return new TraitGrants([]);
        }

        using var document = JsonDocument.Parse(json.Memory);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return new TraitGrants([]);
        }

        var compiled = new List<(string, TraitRequirement)>();
        foreach (var grant in document.RootElement.EnumerateObject())
        {
            compiled.Add((grant.Name, TraitRequirement.Compile(grant.Value)));
        }

        return new TraitGrants([.. compiled]);
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
