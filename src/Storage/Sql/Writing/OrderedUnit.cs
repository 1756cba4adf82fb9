using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>A unit of work on a room's questions or polls: one after the other per room, over all nodes, until what its completion publishes is on its way.</summary>
/// <param name="committed">Run after the commit, in the order of the commits, unless the work has no result.</param>
internal sealed class OrderedUnit<TState, TResult>(
    RoomId room, TState state, Func<WriteScope, TState, ValueTask<TResult?>> work, Action<TResult> committed, TaskCompletionSource<TResult?> completion) : WriteUnit
    where TResult : class
{
    private readonly RoomId _room = room;
    private readonly TState _state = state;
    private readonly Func<WriteScope, TState, ValueTask<TResult?>> _work = work;
    private readonly Action<TResult> _committed = committed;
    private readonly TaskCompletionSource<TResult?> _completion = completion;
    private TResult? _result;

    public override WriteKey Key => WriteKey.Of(_room);

    public override RoomId? PublishedRoom => _room;

    public override void Succeed()
    {
        try
        {
            if (_result is not null)
            {
                _committed(_result);
            }
        }
        finally
        {
            _completion.SetResult(_result);
        }
    }

    public override void Fail(Exception exception) => _completion.SetException(exception);

    protected override async ValueTask ExecuteAsync(WriteScope scope) => _result = await _work(scope, _state);
}
