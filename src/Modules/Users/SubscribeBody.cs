using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.web_push.subscribe</c>, as a whole: whatever is wrong below it has an error of its own.</summary>
[CommandBody]
internal readonly partial record struct SubscribeBody
{
    [BodyField("", Kinds = JsonKinds.Object)]
    public RawJson Whole { get; init; }
}
