using System.Reflection;
using Venueless.Fast.Storage.Tests.Postgres;
using Xunit.Sdk;

namespace Venueless.Fast.Storage.Tests;

/// <summary>Runs a theory on both databases; values given here become the arguments after the kind. PostgreSQL is left out only while no server is named.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryStoreAttribute(params object?[] values) : DataAttribute
{
    public object?[] Values { get; } = values;

    public override IEnumerable<object?[]> GetData(MethodInfo testMethod)
    {
        yield return [StoreKind.Sqlite, .. Values];
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestDatabase.Variable)))
        {
            yield return [StoreKind.Postgres, .. Values];
        }
    }
}
