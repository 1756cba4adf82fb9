using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Bench.Transport;

/// <summary>A connection over two pipes in memory; the receive loop runs inline in <see cref="Receive"/>.</summary>
internal sealed class MemoryConnection : IDuplexPipe
{
    private readonly Pipe _toServer = new(new PipeOptions(BlockPool.Instance, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly Pipe _toClient = new(new PipeOptions(BlockPool.Instance, readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    public MemoryConnection(TransportServices services, Func<Connection, IMessageHandler> createHandler, bool isCompressed = false)
    {
        Connection = new WebSocketConnection(services, new PipeLink(this, context: null, abortUpgraded: null, default, default), isCompressed);
        Running = Connection.RunAsync(createHandler(Connection), []);
    }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output => _toClient.Writer;

    public WebSocketConnection Connection { get; }

    public Task Running { get; }

    public void Receive(byte[] bytes)
    {
        _toServer.Writer.Write(bytes);
        var flush = _toServer.Writer.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The receive loop did not keep up.");
        }
    }

    /// <summary>Takes everything flushed, as a socket would.</summary>
    public long Drain()
    {
        var drained = 0L;
        while (_toClient.Reader.TryRead(out var result))
        {
            drained += result.Buffer.Length;
            _toClient.Reader.AdvanceTo(result.Buffer.End);
        }

        return drained;
    }

    /// <summary>Takes everything flushed, as text with the frames' headers in it.</summary>
    public string DrainText()
    {
        var drained = new ArrayBufferWriter<byte>();
        while (_toClient.Reader.TryRead(out var result))
        {
            foreach (var segment in result.Buffer)
            {
                drained.Write(segment.Span);
            }

            _toClient.Reader.AdvanceTo(result.Buffer.End);
        }

        return Encoding.Latin1.GetString(drained.WrittenSpan);
    }
}
