using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Testing.Stores;

/// <summary>A row of <c>core_worldview</c>.</summary>
public sealed record WorldView(long Id, WorldId World, UserId User, DateTimeOffset Start, DateTimeOffset? End);
