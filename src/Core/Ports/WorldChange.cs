using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>A world's row under its lock, and as it is afterwards.</summary>
public sealed record WorldChange(WorldRow Old, WorldRow New);
