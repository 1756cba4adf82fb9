using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary><c>world.auditlog.list</c> (world.md section 3).</summary>
public sealed class AuditLogModule(AuditLogService service)
{
    private readonly AuditLogService _service = service;

    [Command("world.auditlog.list")]
    [WorldPermission(Permission.WorldUpdate)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);
}
