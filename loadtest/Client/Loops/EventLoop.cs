using System.Collections.Concurrent;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>
/// One thread that owns thousands of connections: it waits until some are ready, runs what was posted and what is due, and calls the connections' handlers. Everything of
/// a connection happens on its loop's thread; from elsewhere only <see cref="Post(Action)"/>, <see cref="InvokeAsync"/> and <see cref="Dispose()"/> may be called.
/// </summary>
public abstract class EventLoop : IDisposable
{
    private const int InitialReceiveBytes = 256 * 1024;

    private readonly Thread _thread;
    private readonly ConcurrentQueue<WorkItem> _posted = new();
    private readonly PriorityQueue<WorkItem, long> _timers = new();
    private volatile bool _isStopping;

    // Set by the first post, cleared by the loop: one wake-up for many posts.
    private int _isWoken;
    private Exception? _failure;

    private protected EventLoop(string name)
    {
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Bytes read from all connections of this loop.</summary>
    public long ReceivedBytes { get; internal set; }

    /// <summary>Bytes written to all connections of this loop.</summary>
    public long SentBytes { get; internal set; }

    /// <summary>Calls of <c>receive</c>: messages per call say how much the server merges.</summary>
    public long Receives { get; internal set; }

    /// <summary>What the loop's thread throws ends the loop and is kept here; null while all is well.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether the caller runs on this loop's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>All connections read into this one; only what belongs to an unfinished message is copied out.</summary>
    internal byte[] ReceiveBuffer { get; set; } = new byte[InitialReceiveBytes];

    public static EventLoop Start(EventLoopKind kind = EventLoopKind.Automatic, string name = "event loop")
    {
        EventLoop loop = kind switch
        {
            EventLoopKind.Epoll => new EpollEventLoop(name),
            EventLoopKind.Automatic when OperatingSystem.IsLinux() => new EpollEventLoop(name),
            _ => new PortableEventLoop(name),
        };
        loop._thread.Start();
        return loop;
    }

    /// <summary>Runs the callback on the loop's thread, soon. Thread-safe.</summary>
    public void Post(Action callback) => Post(new WorkItem(static state => ((Action)state!)(), callback));

    /// <summary>Starts the work on the loop's thread. Thread-safe.</summary>
    /// <returns>Completes, on any thread, as the work does.</returns>
    public Task InvokeAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = CompleteAsync(work, done));
        return done.Task;
    }

    /// <summary>Runs the callback at the given time of <see cref="Clock"/>, or as soon as possible if that is over. Loop thread only.</summary>
    public void Schedule(long due, Action<object?> callback, object? state = null) => _timers.Enqueue(new WorkItem(callback, state), due);

    /// <summary>Completes on the loop's thread at the given time of <see cref="Clock"/>. Loop thread only.</summary>
    public Task DelayUntilAsync(long due)
    {
        var done = new TaskCompletionSource();
        Schedule(due, static state => ((TaskCompletionSource)state!).SetResult(), done);
        return done.Task;
    }

    /// <inheritdoc cref="DelayUntilAsync"/>
    public Task DelayAsync(TimeSpan time) => DelayUntilAsync(Clock.Now + (long)time.TotalMicroseconds);

    /// <summary>Ends the thread and closes every connection. Not from the loop's own thread.</summary>
    public void Dispose()
    {
        _isStopping = true;
        Wake();
        _thread.Join();
        GC.SuppressFinalize(this);
    }

    internal void Post(WorkItem item)
    {
        _posted.Enqueue(item);
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            Wake();
        }
    }

    /// <summary>From now on the loop tells the connection what happens to its socket, a connect under way included.</summary>
    internal abstract void Register(LoopConnection connection);

    internal abstract void Unregister(LoopConnection connection);

    /// <summary>The connection has read everything there was and wants to hear of more.</summary>
    internal abstract void AwaitReadable(LoopConnection connection);

    /// <summary>The socket takes no more bytes; the connection wants to hear when it does.</summary>
    internal abstract void AwaitWritable(LoopConnection connection);

    /// <summary>Waits until a socket is ready, <see cref="Wake"/> was called or the time has come, and tells the connections.</summary>
    private protected abstract void Wait(long due);

    /// <summary>Ends <see cref="Wait"/>. Thread-safe.</summary>
    private protected abstract void Wake();

    /// <summary>The loop's thread is about to end: close what is open.</summary>
    private protected abstract void End();

    private static async Task CompleteAsync(Func<Task> work, TaskCompletionSource done)
    {
        try
        {
            await work();
            done.SetResult();
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(new LoopSynchronizationContext(this));
        try
        {
            while (!_isStopping)
            {
                RunDue();
                RunPosted();
                Wait(!_posted.IsEmpty ? 0 : _timers.TryPeek(out _, out var due) ? due : long.MaxValue);
            }
        }
        catch (Exception failure)
        {
            // A bug of a handler. Whoever waits for the loop's work asks for Failure; the process must not die silently, so it is printed as well.
            _failure = failure;
            Console.Error.WriteLine($"The {_thread.Name} ended: {failure}");
        }

        End();
    }

    private void RunDue()
    {
        // One look at the clock: a callback that schedules something for "now" does not keep the sockets waiting.
        var now = Clock.Now;
        while (_timers.TryPeek(out var item, out var due) && due <= now)
        {
            _timers.Dequeue();
            item.Run();
        }
    }

    private void RunPosted()
    {
        Volatile.Write(ref _isWoken, 0);
        for (var count = _posted.Count; count > 0 && _posted.TryDequeue(out var item); count--)
        {
            item.Run();
        }
    }
}
