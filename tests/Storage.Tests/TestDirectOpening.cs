using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Remembers what it was told.</summary>
internal sealed class TestDirectOpening : DirectOpening
{
    public DirectOutcome? Outcome { get; private set; }

    public override RawJson JoinOf(UserRow member) => TestStore.Json($$"""{"membership":"join","user":"{{member.Id}}"}""");

    public override void OnCommitted(DirectOutcome outcome) => Outcome = outcome;
}
