using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Freshness;

/// <summary>Keeps what was published, in order.</summary>
internal sealed class RecordingVersionKeys : IVersionKeys
{
    private readonly List<(VersionedKind Kind, string Key, long Version)> _published = [];

    public void Publish(VersionedKind kind, string key, long version) => _published.Add((kind, key, version));

    /// <summary>What was published since the last call.</summary>
    public (VersionedKind Kind, string Key, long Version)[] Take()
    {
        (VersionedKind, string, long)[] taken = [.. _published];
        _published.Clear();
        return taken;
    }
}
