using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.online_status</c>.</summary>
[CommandBody]
internal readonly partial record struct OnlineStatusBody
{
    [BodyField("ids")]
    public string[] Ids { get; init; }
}
