using System.Buffers;

namespace Venueless.Fast.Transport.WebSockets;

// What a compressed message costs beyond its bytes on the wire, and who pays. Receive loop only.
internal sealed partial class WebSocketConnection
{
    // As many inflated bytes count as one more command: 16 KiB that inflate to 16 MiB would else be 200 times 10 ms of work per second.
    private const long InflatedBytesPerToken = 64 * 1024;

    private void ChargeInflated(in ReadOnlySequence<byte> input)
    {
        var inflated = _reader.InflatedBytes;
        if (inflated >= InflatedBytesPerToken)
        {
            _tokens -= (int)(inflated / InflatedBytesPerToken);
            ChargeUnfinished(input);
        }
    }

    private void ChargeUnfinished(in ReadOnlySequence<byte> input) =>
        _services.Budget.Change(ref _budgetEntry, ref _chargedBytes, _outbound.IsClosing ? 0 : input.Length + _reader.HeldBytes);
}
