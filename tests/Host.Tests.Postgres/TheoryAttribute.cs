namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>Nearer to the scenarios than xunit's own: leaves them out, visibly, only while the services are not named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryAttribute : Xunit.TheoryAttribute
{
    public TheoryAttribute() => Skip = RequiredServices.ReasonToSkip;
}
