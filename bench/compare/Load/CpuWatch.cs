using Venueless.Fast.Compare.Servers;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>Processor time of the server, of this program and of everybody else from its making to its reading.</summary>
internal sealed class CpuWatch
{
    private readonly ProcessSampler _server;
    private readonly ProcessSampler _self = new(Environment.ProcessId);
    private readonly Times _start;

    public CpuWatch(ServerChild server)
    {
        _server = new ProcessSampler(server.ProcessId);
        _start = Take();
    }

    public CpuUse Read()
    {
        var end = Take();
        var (server, self, all) = (end.Server - _start.Server, end.Self - _start.Self, end.All - _start.All);
        return new CpuUse((end.Clock - _start.Clock) / 1e6, server, self, Math.Max(0, all - server - self));
    }

    private Times Take() => new(Clock.Now, Cpu(_server), Cpu(_self), MachineCpu.BusyMicroseconds());

    private static long Cpu(ProcessSampler process) =>
        (process.Read() ?? throw new InvalidOperationException("The server is gone.")).CpuMicroseconds;

    private readonly record struct Times(long Clock, long Server, long Self, long All);
}
