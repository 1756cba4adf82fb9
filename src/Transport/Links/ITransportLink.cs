using System.IO.Pipelines;
using Venueless.Fast.Transport.Outbound;

namespace Venueless.Fast.Transport.Links;

/// <summary>The byte stream under a websocket. Owned by the websocket from its handshake until <see cref="Release"/>.</summary>
internal interface ITransportLink
{
    /// <summary>What the peer sends; read by the receive loop only, never completed by it.</summary>
    PipeReader Input { get; }

    /// <summary>Signalled when the server stops gracefully; a token that never is where the server tells its connections itself.</summary>
    CancellationToken CloseRequested { get; }

    /// <summary>True when the socket is gone. Any thread.</summary>
    bool IsClosed { get; }

    /// <summary>Where everything is sent to; called once.</summary>
    FrameSink OpenSink();

    /// <summary>Cuts the connection, which ends the input, never on the calling thread. Any thread, more than once.</summary>
    void Abort();

    /// <summary>
    /// Sends the answer to a refused handshake and ends the sending side; where it ends alone, completes when the peer has closed, or has had its time for it. Instead
    /// of <see cref="OpenSink"/>. Throws when the peer did not wait.
    /// </summary>
    ValueTask EndWithAsync(ReadOnlyMemory<byte> answer);

    /// <summary>The sink is complete and nothing is read any more: the peer need not wait for the handler. Any thread, more than once.</summary>
    void End();

    /// <summary>The last call: the websocket has ended, and neither side uses the link any more.</summary>
    void Release();
}
