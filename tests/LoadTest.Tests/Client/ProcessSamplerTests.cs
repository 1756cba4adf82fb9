using System.Net;
using System.Net.Sockets;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Tests.Client;

public sealed class ProcessSamplerTests
{
    [Fact]
    public void OfListener_FindsThisProcess_AndReadsIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sampler = ProcessSampler.OfListener(((IPEndPoint)listener.LocalEndpoint).Port);
        if (!OperatingSystem.IsLinux())
        {
            Assert.Null(sampler);
            return;
        }

        Assert.Equal([Environment.ProcessId], sampler!.Processes);
        var sample = sampler.Read();
        Assert.True(sample is { CpuMicroseconds: > 0, ResidentBytes: > 1_000_000 });
    }

    [Fact]
    public void OfListener_WithoutListener_IsNull() => Assert.Null(ProcessSampler.OfListener(1));

    [Fact]
    public void Read_OfAnEndedProcess_IsNull() => Assert.Null(new ProcessSampler(int.MaxValue).Read());
}
