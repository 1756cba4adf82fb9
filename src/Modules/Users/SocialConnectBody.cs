using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.social.connect</c>.</summary>
[CommandBody]
internal readonly partial record struct SocialConnectBody
{
    [BodyField("return_url", NullIsAbsent = true)]
    public string? ReturnUrl { get; init; }

    // Reads as empty, which is no network, when it is anything but a short text.
    [BodyField("network")]
    public ShortText? Network { get; init; }
}
