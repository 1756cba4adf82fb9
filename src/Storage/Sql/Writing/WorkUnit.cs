namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>A unit of work given as a function and its state, with a result.</summary>
internal sealed class WorkUnit<TState, TResult>(
    WriteKey key, TState state, Func<WriteScope, TState, ValueTask<TResult>> work, TaskCompletionSource<TResult> completion) : WriteUnit
{
    private readonly TState _state = state;
    private readonly Func<WriteScope, TState, ValueTask<TResult>> _work = work;
    private readonly TaskCompletionSource<TResult> _completion = completion;
    private TResult? _result;

    public override WriteKey Key { get; } = key;

    public override void Succeed() => _completion.SetResult(_result!);

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override async ValueTask ExecuteAsync(WriteScope scope) => _result = await _work(scope, _state);
}
