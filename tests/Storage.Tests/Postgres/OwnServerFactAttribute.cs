namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>A test with a PostgreSQL of its own; skipped, visibly, only while none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnServerFactAttribute : FactAttribute
{
    public OwnServerFactAttribute()
    {
        if (OwnServer.Programs is null)
        {
            Skip = "PostgreSQL's initdb was not found; ./test.sh installs it.";
        }
    }
}
