namespace Venueless.Fast.Compare.Dialects;

/// <summary>How the clients of one server come in.</summary>
internal abstract class Dialect
{
    /// <summary>Request target of the handshake.</summary>
    public abstract string Path { get; }

    /// <summary>What a client says before it counts as there, one step after the other's answer.</summary>
    public virtual IReadOnlyList<OpeningStep> Opening(int client, Role role) => [];

    /// <summary>Called with each answer of the opening.</summary>
    public virtual void Learn(int client, int step, ReadOnlySpan<byte> answer)
    {
    }
}
