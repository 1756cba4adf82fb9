using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Body of <c>exhibition.contact_cancel</c>.</summary>
[CommandBody]
internal readonly partial record struct CancelBody
{
    [BodyField("contact_request")]
    public Guid ContactRequest { get; init; }
}
