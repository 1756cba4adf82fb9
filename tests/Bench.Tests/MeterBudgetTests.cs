using Venueless.Fast.Bench.Core;

namespace Venueless.Fast.Bench.Tests;

/// <summary>What is counted of a message costs nothing that has to be collected.</summary>
public sealed class MeterBudgetTests : IDisposable
{
    private readonly DispatchBenchmarks _dispatch = new() { IsMeasured = true };

    public MeterBudgetTests() => _dispatch.Setup();

    public void Dispose() => _dispatch.CleanUp();

    [Fact]
    public void Command_WhileSomebodyCollects() => Budget.Hold("DispatchBenchmarks.MeasuredCommand", () => Assert.True(_dispatch.Command() > 0));

    [Fact]
    public void Ping_WhileSomebodyCollects() => Budget.Hold("DispatchBenchmarks.MeasuredPing", () => Assert.True(_dispatch.Ping() > 0));
}
