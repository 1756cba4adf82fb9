namespace Venueless.Fast.LoadTest.Client.Measuring;

/// <summary>What a process has used.</summary>
/// <param name="Time"><see cref="Clock"/> when it was read.</param>
/// <param name="CpuMicroseconds">User and system time since the process began, in steps of the kernel's tick (10 ms).</param>
/// <param name="ResidentBytes">Resident memory now.</param>
public readonly record struct ProcessSample(long Time, long CpuMicroseconds, long ResidentBytes);
