namespace Venueless.Fast.Core.Ports;

/// <summary>One step of the schema, as <c>showmigrations</c> lists it.</summary>
/// <param name="App">Label of the group: <c>fast</c> for steps of our own.</param>
public sealed record SchemaStep(string App, string Name, bool IsApplied);
