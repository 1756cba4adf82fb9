namespace Venueless.Fast.Host.Tests.Cli;

public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}
