namespace Venueless.Fast.Storage.Tests;

public enum StoreKind
{
    Sqlite,
    Postgres,
}
