using System.Buffers;
using System.IO.Pipelines;
using Venueless.Fast.Transport.KeepAlive;
using Venueless.Fast.Transport.Links;

namespace Venueless.Fast.Transport.WebSockets;

/// <summary>
/// Looks at the first bytes of a connection without consuming them, until it is clear whose they are and, if ours, until the head is complete.
/// </summary>
/// <remarks>One small object per accepted TCP connection, garbage after the handshake. Its deadline is kept by the common timer.</remarks>
internal sealed partial class RequestPeek : ITicked
{
    private readonly TransportServices _services;
    private readonly PipeReader _input;
    private readonly byte[] _prefix;
    private readonly int _deadlineTick;
    private readonly CancellationToken _closeRequested;
    private TickRegistration _registration;

    private SequencePosition _end;

    // Written by the tick.
    private volatile bool _hasTimedOut;

    public RequestPeek(TransportServices services, ITransportLink link, byte[] prefix)
    {
        _services = services;
        _input = link.Input;
        _prefix = prefix;
        _deadlineTick = services.Registry.Now + services.HandshakeTicks;
        _closeRequested = link.CloseRequested;
    }

    ref TickRegistration ITicked.Registration => ref _registration;

    /// <summary>Set by the peek or by the later judgement of the head.</summary>
    public HandshakeRefusal Refusal { get; set; }

    /// <summary>The head, after <see cref="PeekStatus.Head"/>; the caller advances the reader behind it.</summary>
    public ReadOnlySequence<byte> Head { get; private set; }

    public void OnTick(int now)
    {
        if (!_hasTimedOut && (now >= _deadlineTick || _services.Stop != ServerStop.None || _closeRequested.IsCancellationRequested))
        {
            _hasTimedOut = true;
            _input.CancelPendingRead();
            Volatile.Read(ref _woken)?.TrySetResult();
        }
    }

    /// <summary>After HandOn and Gone the reader has been advanced to its start; after Head and Refused the caller advances it.</summary>
    public async ValueTask<PeekStatus> ReadAsync()
    {
        var registry = _services.Registry;
        registry.Register(this);
        try
        {
            if (_input is SocketLink socket && await LookAheadAsync(socket) is { } foreign)
            {
                return foreign;
            }

            while (true)
            {
                var result = await _input.ReadAsync();
                var status = Look(result);
                if (status is { } known)
                {
                    registry.Unregister(this);
                    if (_hasTimedOut && known == PeekStatus.HandOn)
                    {
                        // The time-out's cancellation may wait for the next read, which would be HTTP's.
                        return PeekStatus.Gone;
                    }

                    return known;
                }
            }
        }
        finally
        {
            registry.Unregister(this);
        }
    }

    /// <summary>The head's memory is the pipe's again; this object may live as long as the connection.</summary>
    public void ForgetHead() => Head = default;

    /// <summary>After Refused: consumes what was read.</summary>
    public void Discard() => _input.AdvanceTo(_end);

    private PeekStatus? Look(in ReadResult result)
    {
        var buffer = result.Buffer;
        _end = buffer.End;
        if (!StartsLikeOurs(buffer))
        {
            // Examined nothing: the next reader sees everything at once.
            _input.AdvanceTo(buffer.Start, buffer.Start);
            return PeekStatus.HandOn;
        }

        if (TryFindHead(buffer, out var head))
        {
            Head = head;
            return head.Length > _services.MaxRequestHeadBytes ? Refuse(HandshakeRefusal.HeadTooLarge) : PeekStatus.Head;
        }

        if (buffer.Length >= _services.MaxRequestHeadBytes)
        {
            return Refuse(HandshakeRefusal.HeadTooLarge);
        }

        if (result.IsCompleted || (result.IsCanceled && buffer.IsEmpty))
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            return PeekStatus.Gone;
        }

        if (result.IsCanceled)
        {
            return Refuse(HandshakeRefusal.TimedOut);
        }

        _input.AdvanceTo(buffer.Start, buffer.End);
        return null;
    }

    private PeekStatus Refuse(HandshakeRefusal refusal)
    {
        Refusal = refusal;
        return PeekStatus.Refused;
    }

    private bool StartsLikeOurs(in ReadOnlySequence<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, _prefix.Length);
        var first = buffer.FirstSpan;
        if (first.Length >= length)
        {
            return first[..length].SequenceEqual(_prefix.AsSpan(0, length));
        }

        Span<byte> start = stackalloc byte[length];
        buffer.Slice(0, length).CopyTo(start);
        return start.SequenceEqual(_prefix.AsSpan(0, length));
    }

    private static bool TryFindHead(in ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> head)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8))
        {
            head = buffer.Slice(0, reader.Position);
            return true;
        }

        head = default;
        return false;
    }
}
