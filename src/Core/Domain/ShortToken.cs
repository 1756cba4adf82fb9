namespace Venueless.Fast.Core.Domain;

/// <summary>A log-in code and the token it stands for (<c>core_shorttoken</c>).</summary>
public sealed record ShortToken(WorldId World, string Code, string Token, DateTimeOffset Expires)
{
    /// <summary>Never prints code or token: records end up in logs.</summary>
    public override string ToString() => "ShortToken";
}
