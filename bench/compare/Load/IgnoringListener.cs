namespace Venueless.Fast.Compare.Load;

/// <summary>Between two phases.</summary>
internal sealed class IgnoringListener : IFrameListener
{
    public static readonly IgnoringListener Instance = new();

    public void OnFrame(LoadClient client, ReadOnlySpan<byte> payload, long receivedAt)
    {
    }
}
