namespace Venueless.Fast.Core.Ports;

/// <summary>Whether recurring work is the caller's turn.</summary>
/// <param name="IsTaken">The caller does it now.</param>
/// <param name="NextAt">When it is worth asking again.</param>
public readonly record struct WorkTurn(bool IsTaken, DateTimeOffset NextAt);
