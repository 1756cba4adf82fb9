using Venueless.Fast.Host.Tests.Sqlite;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>This project runs the scenarios on SQLite without redis.</summary>
internal static class WireStore
{
    public static int Nodes => 1;

    public static Task<WireDatabase> CreateAsync() => Task.FromResult<WireDatabase>(new SqliteWireDatabase());
}
