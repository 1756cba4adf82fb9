using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Body of <c>exhibition.get.staffed_by_user</c>.</summary>
[CommandBody]
internal readonly partial record struct StaffedByBody
{
    [BodyField("user_id")]
    public Guid User { get; init; }
}
