namespace Venueless.Fast.Core.Domain;

/// <summary>Id of an exhibitor.</summary>
public readonly record struct ExhibitorId(Guid Value)
{
    public override string ToString() => Value.ToString();
}
