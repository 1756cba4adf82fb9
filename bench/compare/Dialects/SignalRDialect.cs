using System.Text;
using Venueless.Fast.Compare.Peers.AspNet;

namespace Venueless.Fast.Compare.Dialects;

/// <summary>SignalR's JSON protocol over a websocket without negotiation. The server may put several messages into one frame.</summary>
internal sealed class SignalRDialect(int payloadBytes) : FanOutDialect
{
    private const string Record = "\u001e";
    private const string Head = "{\"type\":1,\"target\":\"message\",\"arguments\":[\"";
    private const string Tail = "\"]}" + Record;

    private static readonly OpeningStep Handshake = new(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}" + Record), Encoding.UTF8.GetBytes("{}" + Record));

    public override string Path => RoomHub.Path;

    public override int PayloadBytes => payloadBytes;

    private int TextLength => payloadBytes - Head.Length - Tail.Length;

    public override IReadOnlyList<OpeningStep> Opening(int client, Role role) => [Handshake];

    public override byte[] Publish(int number) =>
        [.. "{\"type\":1,\"target\":\"Publish\",\"arguments\":[\""u8, .. Marker.Text(number, TextLength), .. Encoding.UTF8.GetBytes(Tail)];

    public override bool TryTakeDelivery(ReadOnlySpan<byte> payload, ref int position, out int number) =>
        Marker.TryFind(payload, ref position, out number);

    public override string? FindFault(ReadOnlySpan<byte> payload, int number)
    {
        byte[] expected = [.. Encoding.UTF8.GetBytes(Head), .. Marker.Text(number, TextLength), .. Encoding.UTF8.GetBytes(Tail)];
        return payload.SequenceEqual(expected) ? null : "is not the invocation that was sent";
    }
}
