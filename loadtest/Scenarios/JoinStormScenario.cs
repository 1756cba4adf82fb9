using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// The doors open: complete joins at the rate of <c>--rampup</c>, whether the server keeps up or not. The joining is what is measured; afterwards everybody just stays.
/// </summary>
internal sealed class JoinStormScenario(Crowd crowd) : Scenario(crowd);
