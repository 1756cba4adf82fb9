namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a user (<c>core_user.id</c>).</summary>
public readonly record struct UserId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
