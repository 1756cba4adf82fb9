namespace Venueless.Fast.Compare.Dialects;

/// <summary>How a message is sent to everybody, and how its deliveries are known.</summary>
internal abstract class FanOutDialect : Dialect
{
    /// <summary>Bytes of a delivered message, without the frame's header.</summary>
    public abstract int PayloadBytes { get; }

    /// <summary>The text with which a client sends this message.</summary>
    public abstract byte[] Publish(int number);

    /// <summary>Finds the next delivered message of a frame.</summary>
    /// <param name="payload">Of a text frame.</param>
    /// <param name="position">Where to look from; moved behind what was found.</param>
    /// <param name="number">Of the message.</param>
    /// <returns>False: the frame holds no further message.</returns>
    public abstract bool TryTakeDelivery(ReadOnlySpan<byte> payload, ref int position, out int number);

    /// <summary>What is wrong with a frame that delivers exactly this message; null: nothing. Slow, for the validation before a measurement.</summary>
    public abstract string? FindFault(ReadOnlySpan<byte> payload, int number);
}
