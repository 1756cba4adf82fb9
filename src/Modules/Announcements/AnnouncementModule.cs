using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>The <c>announcement</c> namespace (announcements.md section 2).</summary>
public sealed class AnnouncementModule(AnnouncementService service)
{
    private readonly AnnouncementService _service = service;

    [Command("announcement.create")]
    [WorldPermission(Permission.WorldAnnounce)]
    internal ValueTask<CommandResult> CreateAsync(CommandContext context, CreateBody body) => _service.CreateAsync(context, body);

    [Command("announcement.update")]
    [WorldPermission(Permission.WorldAnnounce)]
    internal ValueTask<CommandResult> UpdateAsync(CommandContext context, UpdateBody body) => _service.UpdateAsync(context, body);

    [Command("announcement.list")]
    [WorldPermission(Permission.WorldAnnounce)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);
}
