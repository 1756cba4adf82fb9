using System.Globalization;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Compare.Results;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Processor, int Cores, string Kernel, string Runtime, double MemoryGibibytes, string Date)
{
    private const string KernelFile = "/proc/sys/kernel/osrelease";

    public static Machine Describe(TimeProvider time) => new(
        Find("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        File.Exists(KernelFile) ? $"Linux {File.ReadAllText(KernelFile).Trim()}" : Environment.OSVersion.VersionString,
        RuntimeInformation.FrameworkDescription,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        time.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores, {MemoryGibibytes} GiB; {Kernel}; {Runtime}; {Date}");

    private static string? Find(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
}
