namespace Venueless.Fast.Storage.Tests.Postgres;

/// <summary>A theory that needs the server of <see cref="TestDatabase.Variable"/>; skipped, visibly, only while it is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestDatabase.Variable)))
        {
            Skip = $"{TestDatabase.Variable} is not set; ./test.sh starts the services and sets it.";
        }
    }
}
