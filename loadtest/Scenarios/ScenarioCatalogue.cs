using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>All scenarios by name, with what they do if the command line says nothing else.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<ScenarioEntry> All { get; } =
    [
        new("flood", "The documented load test: everybody in one stage, a number of chat messages per second.", static crowd => new FloodScenario(crowd),
            new() { Scenario = "flood", Url = "", Clients = 200, Rampup = 10, Rate = 10, Duration = 60, Chatters = 10, MessageBytes = 60, Chat = "any" }),
        new("keynote", "One stage, few writers, bursts of reactions.", static crowd => new KeynoteScenario(crowd),
            new() { Scenario = "keynote", Url = "", Clients = 1000, Rampup = 1, Rate = 10, Duration = 30, Chatters = 10, MessageBytes = 100, Share = 0.1, BurstEvery = 10 }),
        new("join-storm", "Complete joins, as fast as --rampup says.", static crowd => new JoinStormScenario(crowd),
            new() { Scenario = "join-storm", Url = "", Clients = 1000, Rampup = 0, Duration = 1, MessageBytes = 100 }),
        new("reconnect-storm", "Everybody loses the connection at once and is back a second later.", static crowd => new ReconnectStormScenario(crowd),
            new() { Scenario = "reconnect-storm", Url = "", Clients = 1000, Rampup = 1, Rate = 1, Duration = 10, Chatters = 1, MessageBytes = 100 }),
        new("workshops", "Many rooms, each with its own conversation.", static crowd => new WorkshopsScenario(crowd),
            new() { Scenario = "workshops", Url = "", Clients = 1000, Rampup = 1, Rate = 50, Duration = 30, Chatters = 100, MessageBytes = 100, Chat = "any" }),
        new("qa-and-polls", "Questions are asked and voted on; with --moderator-token polls too.", static crowd => new QaAndPollsScenario(crowd),
            new() { Scenario = "qa-and-polls", Url = "", Clients = 1000, Rampup = 1, Rate = 0.5, Duration = 30, Chatters = 10, MessageBytes = 100, Share = 0.5, BurstEvery = 10, Chat = "any" }),
        new("slow-consumers", "A share of the audience stops reading after half of the time.", static crowd => new SlowConsumersScenario(crowd),
            new() { Scenario = "slow-consumers", Url = "", Clients = 1000, Rampup = 1, Rate = 20, Duration = 40, Chatters = 4, MessageBytes = 20_000, Share = 0.05 }),
        new("idle", "Everybody is there and nothing happens: memory per attendee.", static crowd => new IdleScenario(crowd),
            new() { Scenario = "idle", Url = "", Clients = 1000, Rampup = 1, Duration = 30, MessageBytes = 100 }),
    ];

    /// <exception cref="LoadFailedException">There is no such scenario.</exception>
    public static Scenario Create(Crowd crowd) =>
        (All.FirstOrDefault(entry => entry.Name == crowd.Options.Scenario) ?? throw new LoadFailedException($"There is no scenario \"{crowd.Options.Scenario}\".")).Create(crowd);
}
