using System.Threading.Tasks.Sources;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>A command somebody awaits. Continuations run on whoever completes it.</summary>
internal abstract class PipelinedResult<T>(WriteUnit? owner, BoundStatement statement) : PipelinedCommand(owner, statement), IValueTaskSource<T>
{
    private ManualResetValueTaskSourceCore<T> _core;
    private Exception? _failure;

    public ValueTask<T> Task => new(this, _core.Version);

    protected abstract T Result { get; }

    public override void Complete()
    {
        if (_failure is { } failure)
        {
            _core.SetException(failure);
        }
        else
        {
            _core.SetResult(Result);
        }
    }

    public override void Fail(Exception exception) => _core.SetException(exception);

    /// <summary>The result could not be taken; the command fails when it is completed.</summary>
    protected void SetFailure(Exception exception) => _failure = exception;

    T IValueTaskSource<T>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
