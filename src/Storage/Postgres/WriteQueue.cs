using System.Threading.Channels;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Units on their way to the writer: many enter, one takes. Bounded: who comes when it is full waits before it enters, in order.</summary>
internal sealed class WriteQueue(int capacity, int maxBatch)
{
    private readonly Channel<WriteUnit> _units = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly int _maxBatch = maxBatch;

    public async ValueTask EnqueueAsync(WriteUnit unit, CancellationToken cancellation)
    {
        try
        {
            await _units.Writer.WriteAsync(unit, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw PostgresErrors.Closed();
        }
    }

    /// <summary>Lets nobody in any more; what is in the queue is still taken.</summary>
    public void Close() => _units.Writer.TryComplete();

    /// <summary>Waits for at least one unit; false: there will be none.</summary>
    public ValueTask<bool> WaitAsync() => _units.Reader.WaitToReadAsync(CancellationToken.None);

    /// <summary>Takes what waits, up to a batch; a unit that must be alone makes a batch of its own.</summary>
    public List<WriteUnit> TakeBatch()
    {
        var batch = new List<WriteUnit>();
        while (batch.Count < _maxBatch && _units.Reader.TryPeek(out var next) && (batch.Count == 0 || !next.Key.IsAlone) && _units.Reader.TryRead(out var unit))
        {
            batch.Add(unit);
            if (unit.Key.IsAlone)
            {
                break;
            }
        }

        return batch;
    }
}
