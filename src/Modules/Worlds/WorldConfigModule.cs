using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The <c>world.config.*</c> commands (world.md section 3).</summary>
public sealed class WorldConfigModule(WorldConfigService service)
{
    private readonly WorldConfigService _service = service;

    [Command("world.config.get")]
    [WorldPermission(Permission.WorldUpdate)]
    [SuppressMessage("Performance", "CA1822", Justification = "Handlers are instance methods (VF0004).")]
    public ValueTask<CommandResult> GetAsync(CommandContext context) => WorldConfigService.GetAsync(context);

    [Command("world.config.patch")]
    [WorldPermission(Permission.WorldUpdate)]
    internal ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body) => _service.PatchAsync(context, body);
}
