namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a poster (<c>core_poster.id</c>).</summary>
public readonly record struct PosterId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
