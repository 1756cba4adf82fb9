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
}
