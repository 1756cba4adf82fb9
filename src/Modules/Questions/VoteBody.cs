using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Questions;

/// <summary>Body of <c>question.vote</c>: an id that is none has an error of its own, and a vote that is not <c>true</c> takes the vote back.</summary>
[CommandBody]
internal readonly partial record struct VoteBody
{
    [BodyField("id", NullIsAbsent = true)]
    public PossibleId? Id { get; init; }

    [BodyField("vote", Kinds = JsonKinds.Any)]
    public RawJson? Vote { get; init; }
}
