using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of the commands that are about one other user.</summary>
[CommandBody]
internal readonly partial record struct TargetBody
{
    [BodyField("id")]
    public PossibleId Id { get; init; }
}
