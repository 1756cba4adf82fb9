namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>Nearer to the scenarios than xunit's own: leaves them out, visibly, only while the services are not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Xunit.FactAttribute
{
    public FactAttribute() => Skip = RequiredServices.ReasonToSkip;
}
