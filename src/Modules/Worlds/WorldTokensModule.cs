using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Worlds;

/// <summary><c>world.tokens.generate</c> (world.md section 3).</summary>
public sealed class WorldTokensModule(WorldTokensService service)
{
    private readonly WorldTokensService _service = service;

    [Command("world.tokens.generate")]
    [WorldPermission(Permission.WorldUpdate)]
    internal ValueTask<CommandResult> GenerateAsync(CommandContext context, GenerateTokensBody body) => _service.GenerateAsync(context, body);
}
