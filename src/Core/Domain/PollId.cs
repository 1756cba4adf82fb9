namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a poll (<c>core_poll.id</c>).</summary>
public readonly record struct PollId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
