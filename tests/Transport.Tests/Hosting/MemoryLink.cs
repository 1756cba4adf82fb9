using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>
/// One connection over two pipes in memory. The receive loop runs inline in <see cref="Receive"/>, so that a test measures all of its work on its own thread.
/// </summary>
internal sealed class MemoryLink : IDuplexPipe, IDisposable
{
    private readonly Pipe _toServer = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly Pipe _toClient;

    public MemoryLink(Action<TransportOptions>? configure = null, long pauseBytes = 64 * 1024, bool isCompressed = false)
    {
        // The client side only ever polls: nothing runs inline under the outbound lock.
        _toClient = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: pauseBytes, resumeWriterThreshold: pauseBytes / 2, useSynchronizationContext: false));
        var options = new TransportOptions { CommandsPerSecond = 0, PingInterval = TimeSpan.Zero };
        configure?.Invoke(options);
        Services = new TransportServices(options, new FakeTimeProvider(), NullLogger.Instance);
        Connection = new WebSocketConnection(Services, new PipeLink(this, context: null, Abort, default, default), isCompressed);
    }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output => _toClient.Writer;

    public TransportServices Services { get; }

    public WebSocketConnection Connection { get; }

    public bool IsAborted { get; private set; }

    public Task Running { get; private set; } = Task.CompletedTask;

    public void Start(IMessageHandler handler) => Running = Connection.RunAsync(handler, []);

    /// <summary>Gives bytes to the server and returns when its receive loop waits again.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_toServer.Writer.GetSpan(bytes.Length));
        _toServer.Writer.Advance(bytes.Length);
        var flush = _toServer.Writer.FlushAsync();
        Assert.True(flush.IsCompletedSuccessfully);
    }

    public void EndInput() => _toServer.Writer.Complete();

    /// <summary>Takes everything the server has flushed and returns how many bytes that was.</summary>
    public long Drain(Action<System.Buffers.ReadOnlySequence<byte>>? look = null)
    {
        var drained = 0L;
        while (_toClient.Reader.TryRead(out var result))
        {
            drained += result.Buffer.Length;
            look?.Invoke(result.Buffer);
            _toClient.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        return drained;
    }

    /// <summary>True when something was flushed.</summary>
    public bool HasOutput()
    {
        if (!_toClient.Reader.TryRead(out var result))
        {
            return false;
        }

        _toClient.Reader.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    /// <summary>The client stops taking anything.</summary>
    public void EndOutput() => _toClient.Reader.Complete();

    private void Abort()
    {
        IsAborted = true;
        _toServer.Reader.CancelPendingRead();
    }

    public void Dispose()
    {
        Connection.Close(CloseReason.Disconnected);
        _toServer.Writer.Complete();
        Services.Registry.Dispose();
    }
}
