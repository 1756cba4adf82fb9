namespace Venueless.Fast.Core.Domain;

/// <summary>Login tokens that an administrator has made (world.md section 3), to be stored with their audit row.</summary>
/// <param name="Author">Who made them, at <paramref name="Now"/>.</param>
/// <param name="IsLong">True: the tokens themselves were given out, nothing but the audit row is stored.</param>
/// <param name="Codes">The log-in codes, each of <see cref="CodeLength"/> characters, and the tokens they stand for; empty for long tokens.</param>
/// <param name="Expires">Of the codes.</param>
public sealed record TokenBatch(
    WorldId World,
    UserId Author,
    DateTimeOffset Now,
    int Number,
    int Days,
    IReadOnlyList<string> Traits,
    bool IsLong,
    IReadOnlyList<(string Code, string Token)> Codes,
    DateTimeOffset Expires)
{
    /// <summary>Letters and digits of a log-in code.</summary>
    public const int CodeLength = 24;

    /// <summary>Never prints codes or tokens: records end up in logs.</summary>
    public override string ToString() => "TokenBatch";
}
