namespace Venueless.Fast.Core.Domain;

/// <summary>Id of a contact request.</summary>
public readonly record struct ContactRequestId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
