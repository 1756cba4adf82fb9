using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Body of <c>poster.get.presented_by_user</c>.</summary>
[CommandBody]
internal readonly partial record struct PresentedBody
{
    [BodyField("user_id")]
    public Guid User { get; init; }
}
