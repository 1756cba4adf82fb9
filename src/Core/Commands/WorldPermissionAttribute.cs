using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// World-level gate: the user needs one of the permissions through world-level roles, else <c>auth.denied</c>. Checked before the body (connection.md section 4).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorldPermissionAttribute(params Permission[] anyOf) : Attribute
{
    public Permission[] AnyOf { get; } = anyOf;
}
