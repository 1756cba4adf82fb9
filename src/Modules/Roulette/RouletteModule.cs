using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>The <c>roulette</c> namespace: calls.md part D.</summary>
public sealed class RouletteModule(RouletteService service)
{
    private static readonly PermissionSet MayJoin = PermissionSet.Of(Permission.RoomRouletteJoin);

    private readonly RouletteService _service = service;

    [Command("roulette.start")]
    [RoomGate(Permission.RoomRouletteJoin, Module = ModuleTypes.Roulette)]
    public ValueTask<CommandResult> StartAsync(CommandContext context) => _service.StartAsync(context);

    // The gate's attribute knows one name of the room only.
    [Command("roulette.stop")]
    internal ValueTask<CommandResult> StopAsync(CommandContext context, StopBody body) =>
        CommandGates.Room(context, body.ForGate(), MayJoin, ModuleTypes.Roulette, out var refusal)
            ? _service.StopAsync(context)
            : new ValueTask<CommandResult>(refusal);

    [Command("roulette.reconnect")]
    internal ValueTask<CommandResult> ReconnectAsync(CommandContext context, CallBody body) => _service.ReconnectAsync(context, body);

    [Command("roulette.hangup")]
    internal ValueTask<CommandResult> HangUpAsync(CommandContext context, CallBody body) => _service.HangUpAsync(context, body);
}
