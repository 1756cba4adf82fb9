namespace Venueless.Fast.LoadTest.Running;

/// <summary>A part of the test and what the server used in it.</summary>
/// <param name="Start">Seconds since the test began.</param>
/// <param name="ServerCpuSeconds">Null when the server cannot be watched.</param>
/// <param name="ServerBytes">Resident memory at its end; null as before.</param>
/// <param name="GeneratorCpuSeconds">Of the tool itself, all its processes; null on systems without <c>/proc</c>.</param>
internal sealed record Phase(string Name, double Start, double End, double? ServerCpuSeconds, long? ServerBytes, double? GeneratorCpuSeconds);
