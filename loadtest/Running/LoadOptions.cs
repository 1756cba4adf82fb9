using Venueless.Fast.LoadTest.Client.Loops;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>Everything that a run is told; travels to worker processes as JSON. Defaults of the scenarios are filled in by <c>Cli/ScenarioDefaults</c>.</summary>
internal sealed record LoadOptions
{
    public required string Scenario { get; init; }

    public required string Url { get; init; }

    /// <summary>Attendees over all workers.</summary>
    public int Clients { get; init; }

    /// <summary>Milliseconds between the creation of two attendees; 0: all at once.</summary>
    public double Rampup { get; init; }

    /// <summary>Chat messages per second over all rooms.</summary>
    public double Rate { get; init; }

    /// <summary>Seconds of the measured phase.</summary>
    public double Duration { get; init; }

    /// <summary>How many attendees write.</summary>
    public int Chatters { get; init; }

    /// <summary>Length of a message's text.</summary>
    public int MessageBytes { get; init; }

    /// <summary>Which kind of chat the room shall have: <c>volatile</c>, <c>persistent</c> or <c>any</c>.</summary>
    public string Chat { get; init; } = "volatile";

    /// <summary>Id, import id or name of the room; null: the first that fits.</summary>
    public string? Room { get; init; }

    /// <summary>How many rooms are used; 0: all that fit.</summary>
    public int Rooms { get; init; }

    /// <summary>Whether everybody becomes a member of a persistent chat, which everybody is told.</summary>
    public bool JoinsPersistent { get; init; }

    /// <summary>Share of the audience that reacts, votes or stops reading, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Seconds between two bursts of reactions or votes.</summary>
    public double BurstEvery { get; init; }

    /// <summary>Seconds between two pings of an attendee; the web client's are ten.</summary>
    public double PingEvery { get; init; } = 10;

    /// <summary>Tokens of attendees, taken in turns; empty: guests.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Token of somebody who may manage polls; null: nobody does.</summary>
    public string? ModeratorToken { get; init; }

    public int Processes { get; init; } = 1;

    public int Loops { get; init; } = 1;

    public EventLoopKind LoopKind { get; init; }

    public bool OffersCompression { get; init; }

    /// <summary>Process to watch; 0: whoever listens on the port, if it is on this machine.</summary>
    public int ServerProcess { get; init; }

    /// <summary>Where the results go, without extension; null: no files.</summary>
    public string? Output { get; init; }

    /// <summary>Tells messages and users of this run from those of others.</summary>
    public int Run { get; init; }

    /// <summary>Seconds that joins, and messages on their way at the end, are waited for.</summary>
    public double Patience { get; init; } = 60;
}
