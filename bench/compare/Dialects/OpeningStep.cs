namespace Venueless.Fast.Compare.Dialects;

/// <summary>One thing that a client says after connecting, and the beginning of the answer that it waits for; everything else that comes meanwhile is ignored.</summary>
internal sealed record OpeningStep(byte[] Text, byte[] Answer);
