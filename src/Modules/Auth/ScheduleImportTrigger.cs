using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Last step of a login (auth-and-users.md section 2, step 10): keeps the imported schedule of a world fresh while people come. Thread-safe.</summary>
/// <param name="imports">Null: this server cannot import, and leaves it to one that can.</param>
public sealed class ScheduleImportTrigger(IScheduleImportGate gate, IScheduleImports? imports) : ILoginStep
{
    private readonly IScheduleImportGate _gate = gate;
    private readonly IScheduleImports? _imports = imports;

    /// <inheritdoc/>
    public string Name => "schedule import";

    /// <inheritdoc/>
    public async ValueTask RunAsync(Session session)
    {
        if (_imports is not null && session.WorldState?.Current is { Config.ImportsSchedule: true } world && await _gate.TryEnterAsync(world.Id))
        {
            _imports.Request(world.Id);
        }
    }
}
