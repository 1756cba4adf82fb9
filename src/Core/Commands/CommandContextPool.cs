using System.Collections.Concurrent;

namespace Venueless.Fast.Core.Commands;

/// <summary>Lends contexts for the length of one command. Thread-safe.</summary>
internal sealed class CommandContextPool
{
    // As many as commands may wait for the database at one moment on a busy node; more are made and dropped.
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<CommandContext> _kept = new();
    private int _keptCount;

    public CommandContext Rent()
    {
        if (_kept.TryDequeue(out var context))
        {
            Interlocked.Decrement(ref _keptCount);
            return context;
        }

        return new CommandContext();
    }

    public void Return(CommandContext context)
    {
        context.Reset();
        if (Interlocked.Increment(ref _keptCount) <= MaxKept)
        {
            _kept.Enqueue(context);
        }
        else
        {
            Interlocked.Decrement(ref _keptCount);
        }
    }
}
