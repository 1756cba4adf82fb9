namespace Venueless.Fast.Core.Domain;

/// <summary>Key of one of a poll's options (<c>core_polloption.id</c>).</summary>
public readonly record struct PollOptionId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
