using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Inbound;

namespace Venueless.Fast.Transport.WebSockets;

// The receive loop: one read, every frame in it, one flush. Per read and per message; 0 B while the handler completes synchronously;
// see ReceiveAllocationTests.
internal sealed partial class WebSocketConnection
{
    // Any thread writes (AllowLargeMessages), the loop reads.
    private int _maxMessageBytes;

    // The handler's task that has not completed yet, of OnOpen or of the last message.
    private Task? _pending;
    private Action? _onHandlerCompleted;

    // The one message that TryHandleWhileBusy refused. It lies in the buffer that is not advanced, or in the reader's assembly.
    private ReadOnlySequence<byte> _refused;
    private bool _hasRefused;

    // Token bucket of the command rate, filled by ticks.
    private int _tokens;
    private int _tokensTick;

    private long _chargedBytes;
    private BudgetEntry? _budgetEntry;

    // A synchronous front: the usual batch ends without waiting and costs no state machine.
    private ValueTask<bool> ReceiveBatchAsync(in ReadResult result)
    {
        if (!result.IsCanceled)
        {
            Volatile.Write(ref _lastInboundTick, _services.Registry.Now);
        }

        var input = result.Buffer;
        var step = ProcessCorked(ref input);
        if (step is ReceiveStep.AwaitHandler or ReceiveStep.Pause)
        {
            return ReceiveBatchSlowAsync(input, step);
        }

        return EndBatch(input, step) && _services.Budget.MustPause(_budgetEntry) ? PauseForBudgetAsync() : new ValueTask<bool>(step != ReceiveStep.Finished);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveBatchSlowAsync(ReadOnlySequence<byte> input, ReceiveStep step)
    {
        while (step is ReceiveStep.AwaitHandler or ReceiveStep.Pause)
        {
            // The silence is ours, not the peer's.
            _isReadingPaused = true;
            ChargeUnfinished(input);
            if (step == ReceiveStep.Pause)
            {
                await PauseAsync();
            }
            else if (_pending is { } pending)
            {
                // Here and not in a method of its own: every command that waits for the store would pay for one more state machine.
                await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Volatile.Write(ref _lastInboundTick, _services.Registry.Now);
            _isReadingPaused = false;
            step = ProcessCorked(ref input);
        }

        return EndBatch(input, step) && (!_services.Budget.MustPause(_budgetEntry) || await PauseForBudgetAsync());
    }

    private async ValueTask<bool> PauseForBudgetAsync()
    {
        _isReadingPaused = true;
        while (!_outbound.IsClosing && _services.Budget.MustPause(_budgetEntry))
        {
            await PauseAsync();
        }

        Volatile.Write(ref _lastInboundTick, _services.Registry.Now);
        _isReadingPaused = false;
        return true;
    }

    private bool EndBatch(in ReadOnlySequence<byte> input, ReceiveStep step)
    {
        ChargeUnfinished(input);
        var isInsideMessage = !input.IsEmpty || _reader.IsInsideMessage;
        _input.AdvanceTo(input.Start, input.End);
        if (!isInsideMessage)
        {
            Volatile.Write(ref _messageStartTick, 0);
        }
        else if (_messageStartTick == 0)
        {
            Volatile.Write(ref _messageStartTick, _services.Registry.Now);
        }

        return step != ReceiveStep.Finished;
    }

    private ReceiveStep ProcessCorked(ref ReadOnlySequence<byte> input)
    {
        _outbound.Cork();
        var step = Process(ref input);
        _outbound.Uncork();
        return step;
    }

    private ReceiveStep Process(ref ReadOnlySequence<byte> input)
    {
        while (true)
        {
            ObserveHandler();
            if (_outbound.IsClosing)
            {
                return _outbound.IsClosed || _reader.SeekClose(ref input) ? ReceiveStep.Finished : ReceiveStep.NeedInput;
            }

            if (_hasRefused)
            {
                if (_pending is not null)
                {
                    _reader.ShrinkInflated();
                    return ReceiveStep.AwaitHandler;
                }

                _hasRefused = false;
                _reader.InflateAgain(ref _refused);
                Deliver(_refused);
                _refused = default;
                continue;
            }

            if (!input.IsEmpty && !HasToken())
            {
                _reader.ReleaseDelivered();
                return ReceiveStep.Pause;
            }

            switch (_reader.Read(ref input, Volatile.Read(ref _maxMessageBytes), out var payload))
            {
                case FrameReadStatus.Message:
                    ChargeInflated(input);
                    OnMessage(payload);
                    break;
                case FrameReadStatus.Ping:
                    _tokens--;
                    EnqueueAndRelease(FrameWriter.Pong(payload));
                    break;
                case FrameReadStatus.Pong:
                    // One per 20 s is what we ask for; millions of them cost as much as any other frame.
                    _tokens--;
                    break;
                case FrameReadStatus.Close:
                    CloseWith(CloseReason.ClosedByPeer, FrameWriter.Close(_reader.CloseCode));
                    break;
                case FrameReadStatus.Violation:
                    Close(_reader.Violation);
                    break;
                default:
                    return ReceiveStep.NeedInput;
            }
        }
    }

    private void OnMessage(in ReadOnlySequence<byte> message)
    {
        _tokens--;
        Volatile.Write(ref _messageStartTick, 0);
        // The first message of a batch may arrive in the moment in which the task completes.
        ObserveHandler();
        if (_pending is null)
        {
            Deliver(message);
        }
        else if (!TryHandleWhileBusy(message))
        {
            _refused = message;
            _hasRefused = true;
        }
    }

    private void Deliver(in ReadOnlySequence<byte> message)
    {
        if (_outbound.IsClosing)
        {
            return;
        }

        ValueTask task;
        try
        {
            task = _handler!.OnMessageAsync(message, _reader.MessageType);
        }
        catch (Exception exception)
        {
            FailHandler(exception);
            return;
        }

        Start(task);
    }

    private ValueTask CallOnOpenAsync()
    {
        try
        {
            return _handler!.OnOpenAsync();
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private bool TryHandleWhileBusy(in ReadOnlySequence<byte> message)
    {
        try
        {
            return _handler!.TryHandleWhileBusy(message, _reader.MessageType);
        }
        catch (Exception exception)
        {
            FailHandler(exception);
            return true;
        }
    }

    private void Start(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        _pending = task.AsTask();
        // What the handler sends from here on is not part of this batch.
        _outbound.Uncork();
        _pending.GetAwaiter().UnsafeOnCompleted(_onHandlerCompleted ??= OnHandlerCompleted);
    }

    // Any thread. A failure has to be seen now, not with the peer's next message. Success needs no wake-up: the next message looks for itself.
    private void OnHandlerCompleted()
    {
        if (Volatile.Read(ref _pending) is { IsCompletedSuccessfully: false })
        {
            _input.CancelPendingRead();
        }
    }

    private void ObserveHandler()
    {
        if (_pending is not { IsCompleted: true } completed)
        {
            return;
        }

        _pending = null;
        if (!completed.IsCompletedSuccessfully)
        {
            FailHandler(completed.Exception?.InnerException ?? new TaskCanceledException(completed));
        }
    }

    private void FailHandler(Exception exception)
    {
        TransportLog.HandlerFailed(_services.Logger, Id, exception);
        Close(CloseReason.Normal);
    }

    private async Task WaitForHandlerAsync()
    {
        if (_pending is { } pending)
        {
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PauseAsync()
    {
        var resume = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Whoever closes does so before looking whom to wake.
        Interlocked.Exchange(ref _resume, resume);
        if (!_outbound.IsClosing)
        {
            await resume.Task;
        }

        Volatile.Write(ref _resume, null);
    }

    private bool HasToken() => _services.CommandsPerSecond == 0 || _tokens > 0 || RefillSlow();

    private bool RefillSlow()
    {
        var now = _services.Registry.Now;
        _tokens = (int)Math.Min(_services.CommandBurst, _tokens + ((long)(now - _tokensTick) * _services.CommandsPerSecond));
        _tokensTick = now;
        return _tokens > 0;
    }
}
