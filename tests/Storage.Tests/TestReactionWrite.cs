using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Remembers what it was told.</summary>
internal sealed class TestReactionWrite : ReactionWrite
{
    public ChatEvent? Committed { get; private set; }

    public bool IsCommitted { get; private set; }

    /// <summary>Whose rows were read with the event.</summary>
    public IReadOnlyList<UserRow> Late { get; private set; } = [];

    /// <summary>Whose rows need not be read.</summary>
    public IReadOnlyList<UserId> Known { get; init; } = [];

    public override bool IsKnown(UserId user) => Known.Contains(user);

    public override void OnCommitted(ChatEvent? chatEvent, IReadOnlyList<UserRow> late)
    {
        Late = late;
        Committed = chatEvent;
        IsCommitted = true;
    }
}
