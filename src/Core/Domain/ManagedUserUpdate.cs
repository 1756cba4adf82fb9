using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>Columns of a user that a manager replaces; null: leave alone.</summary>
/// <param name="SetsPretalxId">Whether <paramref name="PretalxId"/> replaces what is there, with null too.</param>
/// <param name="ClientState">Honoured for kiosks only.</param>
public sealed record ManagedUserUpdate(RawJson? Profile, bool SetsPretalxId, string? PretalxId, RawJson? ClientState);
