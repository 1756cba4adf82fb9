using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>A version that a unit has written, or <see cref="IVersionKeys.Deleted"/>, to be announced after its commit.</summary>
internal readonly record struct RowVersion(VersionedKind Kind, string Key, long Version);
