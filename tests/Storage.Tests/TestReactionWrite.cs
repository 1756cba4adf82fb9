using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Remembers what it was told.</summary>
internal sealed class TestReactionWrite : ReactionWrite
{
    public ChatEvent? Committed { get; private set; }

    public bool IsCommitted { get; private set; }

    public override void OnCommitted(ChatEvent? chatEvent)
    {
        Committed = chatEvent;
        IsCommitted = true;
    }
}
