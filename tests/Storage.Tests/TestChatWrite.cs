using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Remembers what it was told, and appends itself to a log shared by several writes. The log is only touched by the writer's thread.</summary>
internal sealed class TestChatWrite(List<TestChatWrite>? log) : ChatWrite
{
    private readonly List<TestChatWrite>? _log = log;

    public ChatWriteOutcome? Outcome { get; private set; }

    /// <summary>Runs on the writer's thread after the commit.</summary>
    public Action? Committed { get; init; }

    public override NewCall? Call => WantedCall;

    public NewCall? WantedCall { get; init; }

    public override void OnCommitted(ChatWriteOutcome outcome)
    {
        Outcome = outcome;
        _log?.Add(this);
        Committed?.Invoke();
    }
}
