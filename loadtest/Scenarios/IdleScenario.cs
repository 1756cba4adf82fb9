using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>Everybody is there and nothing happens but pings: what an attendee costs in memory.</summary>
internal sealed class IdleScenario(Crowd crowd) : Scenario(crowd);
