namespace Venueless.Fast.Core.Domain;

/// <summary>One entry of <c>config.JWT_secrets</c>. Issuer and audience may be one string or several (auth-and-users.md section 2).</summary>
public sealed record JwtSecret(IReadOnlyList<string> Issuers, IReadOnlyList<string> Audiences, string Secret)
{
    /// <summary>Never prints the secret: records end up in logs.</summary>
    public override string ToString() => "JwtSecret";
}
