namespace Venueless.Fast.Storage.Tests.Services;

/// <summary>A test that needs a running service; skipped, visibly, only while the variable that names the service is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServiceFactAttribute : FactAttribute
{
    public ServiceFactAttribute(string variable)
    {
        Variable = variable;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
        {
            Skip = $"{variable} is not set; ./test.sh starts the services and sets it.";
        }
    }

    public string Variable { get; }
}
