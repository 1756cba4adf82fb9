using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>A scenario by name.</summary>
/// <param name="Defaults">What an option is that the command line does not name.</param>
internal sealed record ScenarioEntry(string Name, string Description, Func<Crowd, Scenario> Create, LoadOptions Defaults);
