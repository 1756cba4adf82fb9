using System.Net.Sockets;
using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Host.Operators;

/// <summary>One client of the control socket: reads lines, answers each.</summary>
internal sealed class ControlSocketClient(Socket socket, OperatorDesk desk, ControlSocketOptions options)
{
    private const byte LineEnd = (byte)'\n';

    private readonly Socket _socket = socket;
    private readonly OperatorDesk _desk = desk;
    private readonly ControlSocketOptions _options = options;
    private readonly byte[] _buffer = new byte[options.MaxLineBytes];
    private int _filled;

    /// <summary>Returns when the client has gone or was refused; throws <see cref="OperationCanceledException"/> when it was too slow.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(_options.RequestTimeout);
            if (await ReceiveLineAsync(limit.Token) is not { } length)
            {
                return;
            }

            if (length == 0)
            {
                await SendAsync(_desk.Refuse("", $"A request has at most {_options.MaxLineBytes} bytes."), limit.Token);
                return;
            }

            await SendAsync(_desk.Answer(_buffer.AsMemory(0, length - 1), out _), limit.Token);
            _buffer.AsSpan(length, _filled - length).CopyTo(_buffer);
            _filled -= length;
        }
    }

    /// <summary>Bytes of the first line in the buffer, its end included; 0: too long; null: the client has gone.</summary>
    private async Task<int?> ReceiveLineAsync(CancellationToken limit)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(searched, _filled - searched).IndexOf(LineEnd);
            if (end >= 0)
            {
                return searched + end + 1;
            }

            searched = _filled;
            if (_filled == _buffer.Length)
            {
                return 0;
            }

            var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), limit);
            if (received == 0)
            {
                return null;
            }

            _filled += received;
        }
    }

    private async Task SendAsync(OperatorAnswer answer, CancellationToken limit)
    {
        ReadOnlyMemory<byte> rest = (byte[])[.. answer.ToUtf8(), LineEnd];
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket.SendAsync(rest, limit)..];
        }
    }
}
