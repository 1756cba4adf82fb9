namespace Venueless.Fast.Compare.Dialects;

/// <summary>How the clients of one server speak: what they say first, how a message is sent and how a delivery of it is known. Stateless after its making, or says so.</summary>
internal abstract class Dialect
{
    /// <summary>Request target of the handshake.</summary>
    public abstract string Path { get; }

    /// <summary>Bytes of a delivered message, without the frame's header.</summary>
    public abstract int PayloadBytes { get; }

    /// <summary>What a client says before it counts as there, one step after the other's answer.</summary>
    public virtual IReadOnlyList<OpeningStep> Opening(int client, Role role) => [];

    /// <summary>Called with each answer of the opening.</summary>
    public virtual void Learn(int client, int step, ReadOnlySpan<byte> answer)
    {
    }

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
