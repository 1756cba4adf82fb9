namespace Venueless.Fast.Storage.Tests.Services;

/// <inheritdoc cref="ServiceFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServiceTheoryAttribute : TheoryAttribute
{
    public ServiceTheoryAttribute(string variable)
    {
        Variable = variable;
        Skip = new ServiceFactAttribute(variable).Skip;
    }

    public string Variable { get; }
}
