using System.Collections.Concurrent;
using Venueless.Fast.Core.Diagnostics;

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

    /// <summary>How long contexts were lent: from the command's beginning, behind its refreshes, to the end of what its handler does.</summary>
    public CommandTimes Times { get; } = new();

    public void Return(CommandContext context)
    {
        Times.Add(context.Session.Services.Time.GetElapsedTime(context.BegunAt));
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
