using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Permissions;

/// <summary>The roles of a world over the system roles: permissions.md section 2. Immutable.</summary>
public sealed class RoleTable
{
    /// <summary>Permissions that a silenced user keeps (permissions.md section 4).</summary>
    public static readonly PermissionSet Silenced = PermissionSet.Of(
        Permission.WorldView, Permission.RoomView, Permission.RoomChatRead, Permission.RoomChatJoin, Permission.RoomQuestionRead, Permission.RoomPollRead);

    private static readonly Dictionary<string, Role> SystemRoles = new(StringComparer.Ordinal)
    {
        ["__kiosk"] = new(
            PermissionSet.Of(
                Permission.WorldView, Permission.RoomView, Permission.RoomChatRead, Permission.RoomQuestionRead, Permission.RoomPollRead,
                Permission.RoomPollEarlyResults, Permission.RoomViewers, Permission.RoomInviteAnonymous),
            []),
        ["__anonymous_world"] = new(PermissionSet.Of(Permission.WorldView), []),
        ["__anonymous_room"] = new(
            PermissionSet.Of(
                Permission.RoomQuestionRead, Permission.RoomQuestionAsk, Permission.RoomQuestionVote, Permission.RoomPollRead,
                Permission.RoomPollVote, Permission.RoomView),
            []),
    };

    private readonly Dictionary<string, Role> _roles;

    private RoleTable(Dictionary<string, Role> roles) => _roles = roles;

    /// <summary>Compiles <c>core_world.roles</c>; anything malformed counts as empty.</summary>
    public static RoleTable Compile(RawJson? roles)
    {
        var compiled = new Dictionary<string, Role>(StringComparer.Ordinal);
        if (roles is { } json)
        {
            using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var role in document.RootElement.EnumerateObject())
                {
                    compiled[role.Name] = Role.Compile(Strings(role.Value));
                }
            }
        }

        return new RoleTable(compiled);
    }

    /// <summary>The world's own role of that name (even if empty), else the system role, else the empty one.</summary>
    public Role Find(string name) =>
        _roles.TryGetValue(name, out var role) || SystemRoles.TryGetValue(name, out role) ? role : Role.Empty;

    private static IEnumerable<string> Strings(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (JsonInput.TextOf(item) is { } name)
            {
                yield return name;
            }
        }
    }
}
