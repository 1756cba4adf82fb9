namespace Venueless.Fast.Core.Domain;

/// <summary>An active row of <c>core_bbbserver</c>.</summary>
/// <param name="Url">Base of its API, with a slash at the end. Operators enter it: may be anything.</param>
/// <param name="Secret">Signs requests. Never logged.</param>
public sealed record BigBlueButtonServer(Guid Id, string Url, string Secret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => Url;
}
