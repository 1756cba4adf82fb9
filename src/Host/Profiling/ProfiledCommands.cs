using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Host.Profiling;

/// <summary>The commands, each measured under its own name.</summary>
internal sealed class ProfiledCommands(CommandTable commands, CpuProfile profile) : CommandTable
{
    private readonly CommandTable _commands = commands;
    private readonly CpuProfile _profile = profile;

    public override int Count => _commands.Count;

    public override int Find(ReadOnlySpan<byte> name) => _commands.Find(name);

    public override string NameOf(int command) => _commands.NameOf(command);

    public override bool UsesRoom(int command) => _commands.UsesRoom(command);

    public override ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body)
    {
        var call = _profile.Enter(NameOf(command));
        ValueTask<CommandResult> running = default;
        var isRunning = false;
        try
        {
            running = _commands.InvokeAsync(command, context, body);
            isRunning = !running.IsCompleted;
        }
        finally
        {
            CpuProfile.Leave(call);
            if (!isRunning)
            {
                call.End();
            }
        }

        return isRunning ? FinishAsync(running, call) : running;
    }

    private static async ValueTask<CommandResult> FinishAsync(ValueTask<CommandResult> running, ProfiledCall call)
    {
        try
        {
            return await running;
        }
        finally
        {
            call.End();
        }
    }
}
