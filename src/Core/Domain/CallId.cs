namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a call between two users of the roulette (<c>core_roulettepairing.id</c>).</summary>
public readonly record struct CallId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
