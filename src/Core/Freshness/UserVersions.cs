using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Freshness;

/// <summary>
/// Numbers that grow when a user may have changed whose copy nobody keeps up to date: whoever keeps one nevertheless compares. Thread-safe, 8 KiB.
/// </summary>
/// <remarks>Users share numbers, so that nothing grows with them: one change in a thousand makes somebody read a row once more.</remarks>
internal sealed class UserVersions
{
    private readonly long[] _versions = new long[1024];

    public long Of(UserId user) => Volatile.Read(ref Slot(user));

    public void Raise(UserId user) => Interlocked.Increment(ref Slot(user));

    private ref long Slot(UserId user) => ref _versions[user.Value.GetHashCode() & (_versions.Length - 1)];
}
