namespace Venueless.Fast.Core.Ports;

/// <summary>For a node without redis: nobody else caches rows by version.</summary>
public sealed class NoVersionKeys : IVersionKeys
{
    public static readonly NoVersionKeys Instance = new();

    public void Publish(VersionedKind kind, string key, long version)
    {
    }
}
