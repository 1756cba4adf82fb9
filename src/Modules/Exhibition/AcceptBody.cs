using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Body of <c>exhibition.contact_accept</c>.</summary>
[CommandBody]
internal readonly partial record struct AcceptBody
{
    [BodyField("contact_request")]
    public Guid ContactRequest { get; init; }

    /// <summary>Passed on unread: the web client sends the id of a direct channel.</summary>
    [BodyField("channel", Kinds = JsonKinds.Any)]
    public RawJson Channel { get; init; }
}
