using Venueless.Fast.Host.Tests.Postgres;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>This project runs the scenarios on two nodes that share PostgreSQL and Redis.</summary>
internal static class WireStore
{
    public static int Nodes => 2;

    public static async Task<WireDatabase> CreateAsync() => await PostgresWireDatabase.CreateAsync();
}
