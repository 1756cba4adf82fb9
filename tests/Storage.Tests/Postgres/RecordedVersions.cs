using System.Collections.Concurrent;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>Keeps what was announced, in order. Thread-safe.</summary>
internal sealed class RecordedVersions : IVersionKeys
{
    private readonly ConcurrentQueue<(VersionedKind Kind, string Key, long Version)> _published = new();

    public IReadOnlyList<(VersionedKind Kind, string Key, long Version)> Published => [.. _published];

    /// <summary>Runs with each announcement, before it is kept.</summary>
    public Action<VersionedKind, string, long>? Publishing { get; set; }

    public void Publish(VersionedKind kind, string key, long version)
    {
        Publishing?.Invoke(kind, key, version);
        _published.Enqueue((kind, key, version));
    }
}
