using Venueless.Fast.Storage;

namespace Venueless.Fast.Bench.Storage;

/// <summary>A store on a database of its own, which is removed afterwards.</summary>
internal sealed class BenchStore(SqlStorage storage, Func<Task> remove) : IAsyncDisposable
{
    private readonly Func<Task> _remove = remove;

    public SqlStorage Storage { get; } = storage;

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await _remove();
    }
}
