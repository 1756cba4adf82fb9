namespace Venueless.Fast.Compare.Load;

/// <summary>What a phase of a measurement does with what the clients receive.</summary>
internal interface IFrameListener
{
    /// <param name="client">Who received it.</param>
    /// <param name="payload">Of a text frame; valid during the call.</param>
    /// <param name="receivedAt">Microseconds of the load generator's clock.</param>
    void OnFrame(LoadClient client, ReadOnlySpan<byte> payload, long receivedAt);
}
