namespace Venueless.Fast.Core.Domain;

/// <summary>An exhibitor where its name is enough.</summary>
public sealed record ExhibitorName(ExhibitorId Id, string? Name);
