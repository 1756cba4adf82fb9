using System.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

// Direct channels are in no snapshot of the world: there are many, and each concerns few. So a command that names a channel of no room runs its gates twice.
public sealed partial class Session
{
    private ValueTask RunInDirectChannelAsync(int command, CommandContext context, ChannelId channel, ReadOnlySpan<byte> body)
    {
        // The message is only borrowed until the dispatch returns.
        var copy = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(copy);
        return RunInDirectChannelSlowAsync(command, context, channel, new ArraySegment<byte>(copy, 0, body.Length));
    }

    private async ValueTask RunInDirectChannelSlowAsync(int command, CommandContext context, ChannelId channel, ArraySegment<byte> body)
    {
        Volatile.Write(ref _isWaiting, true);
        try
        {
            if (await InvokeInDirectChannelAsync(command, context, channel, body) is { } result)
            {
                context.Complete(result);
            }

            RecordCommand(command);
        }
        catch (Exception exception)
        {
            Finish(context, command, exception);
            return;
        }
        finally
        {
            Volatile.Write(ref _isWaiting, false);
        }

        Services.Contexts.Return(context);
    }

    /// <summary>Null: the session was stopped meanwhile, and nothing is answered any more.</summary>
    private async ValueTask<CommandResult?> InvokeInDirectChannelAsync(int command, CommandContext context, ChannelId channel, ArraySegment<byte> body)
    {
        ValueTask<CommandResult> running;
        try
        {
            context.DirectChannel = Services.DirectChannels is { } store ? await store.FindAsync(context.World.Id, channel) : null;
            if (State != SessionState.Authenticated)
            {
                return null;
            }

            running = Services.Commands.InvokeAsync(command, context, body);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body.Array!);
        }

        return await running;
    }
}
