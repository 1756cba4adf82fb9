namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>Of what only Linux offers; skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux tells which bytes were acknowledged.";
}
