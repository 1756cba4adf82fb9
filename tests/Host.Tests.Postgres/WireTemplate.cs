namespace Venueless.Fast.Host.Tests.Postgres;

/// <summary>A migrated database to copy, and what empties a copy.</summary>
internal sealed record WireTemplate(string Name, string EmptySql);
