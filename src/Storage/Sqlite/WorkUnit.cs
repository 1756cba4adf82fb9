namespace Venueless.Fast.Storage.Sqlite;

/// <summary>A unit of work given as a function and its state, with a result.</summary>
internal sealed class WorkUnit<TState, TResult>(
    TState state, Func<WriteScope, TState, TResult> work, TaskCompletionSource<TResult> completion) : WriteUnit
{
    private readonly TState _state = state;
    private readonly Func<WriteScope, TState, TResult> _work = work;
    private readonly TaskCompletionSource<TResult> _completion = completion;
    private TResult? _result;

    public override void Execute(WriteScope scope) => _result = _work(scope, _state);

    public override void Succeed() => _completion.SetResult(_result!);

    public override void Fail(Exception exception) => _completion.SetException(exception);
}
