namespace Venueless.Fast.Transport.Inbound;

/// <summary>One large unfinished message. Both fields are guarded by the lock of <see cref="InboundBudget"/>.</summary>
internal sealed class BudgetEntry
{
    public long Bytes;
    public bool IsPaused;
}
