namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a question (<c>core_question.id</c>).</summary>
public readonly record struct QuestionId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
