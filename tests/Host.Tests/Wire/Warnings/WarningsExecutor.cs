using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Venueless.Fast.Host.Tests.Wire.Warnings;

/// <summary>Runs tests with <see cref="WarningsSink"/> between them and whoever shows the results.</summary>
internal sealed class WarningsExecutor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
    : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
{
    protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
        base.RunTestCases(testCases, new WarningsSink(executionMessageSink), executionOptions);
}
