using Venueless.Fast.Host.Tests.Postgres;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>This project runs the scenarios on PostgreSQL with redis.</summary>
internal static class WireStore
{
    public static int Nodes => 1;

    public static async Task<WireDatabase> CreateAsync() => await PostgresWireDatabase.CreateAsync();
}
