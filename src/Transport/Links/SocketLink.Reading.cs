using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Venueless.Fast.Transport.Links;

// The reader's side: a read either finds bytes or waits for the socket to become readable.
internal sealed partial class SocketLink : IValueTaskSource<ReadResult>
{
    // A read waits for its continuation; whoever takes the bit away completes it.
    private const int Waiting = 1;

    // The next read, or the one that waits, returns without having found anything.
    private const int Canceled = 2;

    // The operation is under way; it stays so beyond a cancelled read, and the next one waits for it as well.
    private const int Polling = 4;

    // The operation is over and nobody has looked yet.
    private const int Readable = 8;

    // The bits above. Any thread.
    private int _state;

    private ManualResetValueTaskSourceCore<bool> _wait;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        Debug.Assert(!cancellationToken.CanBeCanceled, "Reads are cancelled by CancelPendingRead.");
        ReadResult result;
        while (!TryTake(out result))
        {
            if (TryWait())
            {
                return new ValueTask<ReadResult>(this, _wait.Version);
            }
        }

        return new ValueTask<ReadResult>(result);
    }

    public override bool TryRead(out ReadResult result)
    {
        if ((Volatile.Read(ref _state) & Readable) != 0)
        {
            EndPolling();
        }

        return TryTake(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null)
        {
            return;
        }

        var received = Received;
        _isExamined = received.Slice(examined).IsEmpty;
        _start = _end - (int)received.Slice(consumed).Length;
        KeepRest();
    }

    public override void CancelPendingRead()
    {
        if ((Exchange(Canceled, Waiting) & Waiting) != 0)
        {
            // The caller may hold locks.
            _wait.RunContinuationsAsynchronously = true;
            _wait.SetResult(true);
        }
    }

    public override void Complete(Exception? exception = null)
    {
        // The link's end is Release.
    }

    /// <summary>The operation is over, successfully or not: the receive that follows finds out. On a thread of the pool.</summary>
    internal void OnReadable()
    {
        if ((Exchange(Readable, Waiting) & Waiting) != 0)
        {
            _wait.RunContinuationsAsynchronously = false;
            _wait.SetResult(true);
        }
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _wait.GetResult(token);
        if ((Volatile.Read(ref _state) & Readable) != 0)
        {
            EndPolling();
        }

        // Rarely there is nothing after all; the reader then reads again.
        return TryTake(out var result) ? result : new ReadResult(Received, isCanceled: false, isCompleted: false);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private bool TryTake(out ReadResult result)
    {
        var isCanceled = (Volatile.Read(ref _state) & Canceled) != 0;
        if (isCanceled)
        {
            Interlocked.And(ref _state, ~Canceled);
        }
        else if (_isExamined && !_isEnded && (_isPeeking ? _isDrained : !Receive()))
        {
            result = default;
            return false;
        }

        result = new ReadResult(Received, isCanceled, _isEnded);
        return true;
    }

    /// <summary>False: there may be something to take already.</summary>
    private bool TryWait()
    {
        if ((Volatile.Read(ref _state) & Polling) == 0 && !TryBeginPolling())
        {
            return false;
        }

        _wait.Reset();
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & Readable) != 0)
            {
                EndPolling();
                return false;
            }

            if ((state & Canceled) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, state | Waiting, state) == state)
            {
                return true;
            }
        }
    }

    private bool TryBeginPolling()
    {
        // First: the operation may be over on another thread before the call returns.
        Interlocked.Or(ref _state, Polling);
        try
        {
            if (_socket.ReceiveAsync(_readiness))
            {
                return true;
            }
        }
        catch (ObjectDisposedException)
        {
            _isEnded = true;
        }

        EndPolling();
        return false;
    }

    private void EndPolling()
    {
        Interlocked.And(ref _state, ~(Polling | Readable));
        _isDrained = false;
    }

    // Returns what was there before.
    private int Exchange(int set, int clear)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (Interlocked.CompareExchange(ref _state, (state | set) & ~clear, state) == state)
            {
                return state;
            }
        }
    }
}
