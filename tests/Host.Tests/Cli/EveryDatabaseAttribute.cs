using System.Reflection;
using Venueless.Fast.Testing;
using Xunit.Sdk;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>Runs a theory on both databases; values given here become the arguments after the kind. PostgreSQL is left out only while no server is named.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryDatabaseAttribute(params object?[] values) : DataAttribute
{
    public object?[] Values { get; } = values;

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod)
    {
        yield return [DatabaseKind.Sqlite, .. Values];
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestPostgres.Variable)))
        {
            yield return [DatabaseKind.PostgreSql, .. Values];
        }
    }
}
