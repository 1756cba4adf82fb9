using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.Links;

/// <summary>A connection of another owner: one that is accepted elsewhere (TLS), or the stream of a request that HTTP has upgraded.</summary>
/// <param name="pipe">Input and output. The websocket neither completes the input nor disposes anything; whoever owns the connection does.</param>
/// <param name="context">The accepted connection; null for an upgraded request.</param>
/// <param name="abortUpgraded">Aborts the connection of an upgraded request; like the accepted connection's abort it ends the input.</param>
/// <param name="closeRequested">Signalled when the server stops gracefully.</param>
/// <param name="closed">Signalled when the socket is gone.</param>
internal sealed class PipeLink(IDuplexPipe pipe, ConnectionContext? context, Action? abortUpgraded, CancellationToken closeRequested, CancellationToken closed) : ITransportLink
{
    private readonly PipeWriter _output = pipe.Output;
    private readonly ConnectionContext? _context = context;
    private readonly Action? _abortUpgraded = abortUpgraded;
    private readonly CancellationToken _closed = closed;

    public PipeReader Input { get; } = pipe.Input;

    public CancellationToken CloseRequested { get; } = closeRequested;

    public bool IsClosed => _closed.IsCancellationRequested;

    public FrameSink OpenSink() => new PipeSink(_output);

    public void Abort()
    {
        if (_context is not null)
        {
            _context.Abort(new ConnectionAbortedException("The websocket was aborted."));
        }
        else
        {
            _abortUpgraded?.Invoke();
        }
    }

    public async ValueTask EndWithAsync(ReadOnlyMemory<byte> answer)
    {
        await _output.WriteAsync(answer);
        await _output.CompleteAsync();
    }

    public void End()
    {
        // The output is complete, by which its owner knows.
    }

    public void Release()
    {
        // The owner's.
    }
}
