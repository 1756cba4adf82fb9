using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Venueless.Fast.Host.Tests.Wire.Warnings;

/// <summary>xunit's own, except that a failed test also shows what the servers warned of while it ran: the only account of why a server closed a connection.</summary>
public sealed class WarningsFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new WarningsExecutor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);
}
