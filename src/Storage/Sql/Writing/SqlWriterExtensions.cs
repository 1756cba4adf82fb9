using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Writing;

internal static class SqlWriterExtensions
{
    /// <summary>Commits a unit of work and returns its result. The token only counts until the unit is in the queue.</summary>
    public static async Task<TResult> WriteAsync<TState, TResult>(
        this ISqlWriter writer, WriteKey key, TState state, Func<WriteScope, TState, ValueTask<TResult>> work, CancellationToken cancellation)
    {
        var completion = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await writer.EnqueueAsync(new WorkUnit<TState, TResult>(key, state, work, completion), cancellation);
        return await completion.Task;
    }

    /// <summary>Commits a unit of work on a room's questions or polls, tells it in order, and returns its result; null: there was nothing to do it to.</summary>
    public static async Task<TResult?> WriteOrderedAsync<TState, TResult>(
        this ISqlWriter writer,
        RoomId room,
        TState state,
        Func<WriteScope, TState, ValueTask<TResult?>> work,
        Action<TResult> committed,
        CancellationToken cancellation)
        where TResult : class
    {
        var completion = new TaskCompletionSource<TResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await writer.EnqueueAsync(new OrderedUnit<TState, TResult>(room, state, work, committed, completion), cancellation);
        return await completion.Task;
    }
}
