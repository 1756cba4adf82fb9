using System.Diagnostics;
using System.IO.Pipelines;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Transport.KeepAlive;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>One accepted websocket, from the answer of its handshake to its end.</summary>
/// <remarks>
/// <para>Threads: the receive loop (<c>.Receive</c>) owns every field unless its comment says otherwise; <c>.Send</c> and <c>.Close</c> may be called by any
/// thread and act through the <see cref="OutboundQueue"/> and its lock; <c>.KeepAlive</c> runs on the common timer.</para>
/// <para>Lock order: segment of the registry, then outbound queue. Nothing is called back under the outbound lock.</para>
/// </remarks>
internal sealed partial class WebSocketConnection : Connection, ITicked, IOutboundOwner
{
    private readonly TransportServices _services;
    private readonly ITransportLink _link;
    private readonly PipeReader _input;
    private readonly OutboundQueue _outbound;
    private readonly FrameReader _reader;
    private IMessageHandler? _handler;

    /// <param name="services">The server's.</param>
    /// <param name="link">Its bytes.</param>
    /// <param name="isCompressed">Whether permessage-deflate was negotiated: the one flag that it costs a connection.</param>
    public WebSocketConnection(TransportServices services, ITransportLink link, bool isCompressed = false)
    {
        _services = services;
        _link = link;
        _input = link.Input;
        _outbound = new OutboundQueue(link.OpenSink(), this, services.Registry, services.MaxQueuedBytes);
        _reader = new FrameReader { TakesCompressed = isCompressed };
        CompressionThreshold = isCompressed ? services.CompressionThreshold : int.MaxValue;
        _maxMessageBytes = services.MaxMessageBytesBeforeLogin;
        _tokens = services.CommandBurst;
        _tokensTick = _lastInboundTick = services.Registry.Now;
    }

    internal OutboundQueue Outbound => _outbound;

    /// <summary>Sends the answer of the handshake and runs the connection to its end. Never throws.</summary>
    /// <param name="handler">Created for this connection.</param>
    /// <param name="handshakeAnswer">Empty when HTTP has answered already.</param>
    public Task RunAsync(IMessageHandler handler, ReadOnlySpan<byte> handshakeAnswer)
    {
        _handler = handler;
        _services.Counters.AddOpened();
        _services.Registry.Register(this);
        _outbound.Open(handshakeAnswer);
        return RunCoreAsync();
    }

    public override void AllowLargeMessages() => Volatile.Write(ref _maxMessageBytes, _services.MaxMessageBytes);

    // One state machine for the whole life: it is there as long as the connection.
    private async Task RunCoreAsync()
    {
        var closeRequested = _link.CloseRequested.UnsafeRegister(
            static state => ((WebSocketConnection)state!).Close(CloseReason.ServiceRestart), this);

        try
        {
            Start(CallOnOpenAsync());
            for (var goesOn = true; goesOn;)
            {
                var result = await _input.ReadAsync();
                var isCompleted = result.IsCompleted;
                goesOn = await ReceiveBatchAsync(result) && !isCompleted;
            }
        }
        catch (Exception)
        {
            // Only the pipe can throw here: a reset or aborted peer. The reason is set by whoever ends the connection.
        }

        // The handler need not wait until the peer has closed its side.
        var ending = EndTransportAsync();
        // Unregister instead of Dispose: the callback may be running right now and must not be waited for.
        closeRequested.Unregister();
        _reader.Release();
        _services.Budget.Change(ref _budgetEntry, ref _chargedBytes, 0);
        try
        {
            await FinishHandlerAsync();
            await ending;
        }
        finally
        {
            _link.Release();
        }
    }

    private async Task FinishHandlerAsync()
    {
        var reason = _outbound.Reason;
        Debug.Assert(reason is not null, "A connection ended without a reason.");
        var closed = new ConnectionClosed(reason ?? CloseReason.Disconnected, _reader.CloseCode);
        _services.Counters.AddEnded(closed.Reason);
        TransportLog.ConnectionEnded(_services.Logger, Id, closed.Reason, closed.PeerCode);
        await WaitForHandlerAsync();
        ObserveHandler();
        try
        {
            await _handler!.OnClosedAsync(closed);
        }
        catch (Exception exception)
        {
            TransportLog.HandlerFailed(_services.Logger, Id, exception);
        }
    }
}
