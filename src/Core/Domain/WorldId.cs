namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a world (<c>core_world.id</c>): text chosen by the operator, compared exactly and case-sensitively.</summary>
public readonly record struct WorldId(string Value)
{
    public override string ToString() => Value;
}
