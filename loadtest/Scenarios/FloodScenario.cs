using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>The documented load test (operations.md section 8): everybody in one stage, a given number of chat messages per second.</summary>
internal sealed class FloodScenario(Crowd crowd) : Scenario(crowd);
