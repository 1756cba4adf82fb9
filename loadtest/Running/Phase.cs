namespace Venueless.Fast.LoadTest.Running;

/// <summary>A part of the test and what the server used in it.</summary>
/// <param name="Start">Seconds since the test began.</param>
/// <param name="ServerCpuSeconds">Null when the server cannot be watched.</param>
/// <param name="ServerBytes">Resident memory at its end; null as before.</param>
internal sealed record Phase(string Name, double Start, double End, double? ServerCpuSeconds, long? ServerBytes);
