using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

internal static class RequiredServices
{
    /// <summary>Null when both services are named.</summary>
    public static string? ReasonToSkip { get; } =
        new[] { TestPostgres.Variable, TestRedis.Variable }.FirstOrDefault(static variable => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) is { } missing
            ? $"{missing} is not set; ./test.sh starts the services and sets it."
            : null;
}
