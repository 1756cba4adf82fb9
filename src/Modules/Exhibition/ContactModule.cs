using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>The contact requests of the <c>exhibition</c> namespace (exhibition.md section 2).</summary>
public sealed class ContactModule(ContactService service)
{
    private readonly ContactService _service = service;

    [Command("exhibition.contact")]
    [WorldPermission(Permission.WorldExhibitionContact)]
    internal ValueTask<CommandResult> ContactAsync(CommandContext context, ExhibitorBody body) =>
        _service.ContactAsync(context, new ExhibitorId(body.Exhibitor));

    [Command("exhibition.contact_cancel")]
    [WorldPermission(Permission.WorldExhibitionContact)]
    internal ValueTask<CommandResult> CancelAsync(CommandContext context, CancelBody body) =>
        _service.CancelAsync(context, new ContactRequestId(body.ContactRequest));

    [Command("exhibition.contact_accept")]
    internal ValueTask<CommandResult> AcceptAsync(CommandContext context, AcceptBody body) =>
        _service.AcceptAsync(context, new ContactRequestId(body.ContactRequest), body.Channel);
}
