namespace Venueless.Fast.Compare.Dialects;

/// <summary>The server delivers a text as it came: the raw servers, <c>System.Net.WebSockets</c>, Node.</summary>
internal sealed class PlainDialect(int payloadBytes) : FanOutDialect
{
    public override string Path => "/";

    public override int PayloadBytes => payloadBytes;

    public override byte[] Publish(int number) => Marker.Text(number, payloadBytes);

    public override bool TryTakeDelivery(ReadOnlySpan<byte> payload, ref int position, out int number) =>
        Marker.TryFind(payload, ref position, out number);

    public override string? FindFault(ReadOnlySpan<byte> payload, int number) =>
        payload.SequenceEqual(Publish(number)) ? null : "is not the text that was sent";
}
