using BenchmarkDotNet.Running;
using Venueless.Fast.Bench.Storage;

if (args is [GroupCommitScenario.Name])
{
    await GroupCommitScenario.RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
