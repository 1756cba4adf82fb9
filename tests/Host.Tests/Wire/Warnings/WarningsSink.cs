using System.Collections.Concurrent;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Venueless.Fast.Host.Tests.Wire.Warnings;

/// <summary>Adds the warnings to the output of failed tests. Tests that run at the same time share them: the entries name their server.</summary>
internal sealed class WarningsSink(IMessageSink results) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly IMessageSink _results = results;

    // How many warnings there were when a test began.
    private readonly ConcurrentDictionary<ITest, long> _begun = new();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestStarting starting:
                _begun[starting.Test] = ServerWarnings.Count;
                break;
            case ITestFailed failed when _begun.TryRemove(failed.Test, out var count):
                return _results.OnMessage(WithWarnings(failed, ServerWarnings.ReadAfter(count)));
            case ITestFinished finished:
                _begun.TryRemove(finished.Test, out _);
                break;
        }

        return _results.OnMessage(message);
    }

    private static TestFailed WithWarnings(ITestFailed failed, string warnings)
    {
        var output = $"{failed.Output}{(warnings.Length == 0 ? "No server warned of anything." : $"Warnings of the servers:{Environment.NewLine}{warnings}")}";
        return new TestFailed(failed.Test, failed.ExecutionTime, output, failed.ExceptionTypes, failed.Messages, failed.StackTraces, failed.ExceptionParentIndices);
    }
}
