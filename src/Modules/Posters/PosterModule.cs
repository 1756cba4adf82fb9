using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Modules.Posters;

/// <summary>The <c>poster</c> namespace: posters.md. Nothing in it is pushed.</summary>
public sealed class PosterModule(PosterService service)
{
    private readonly PosterService _service = service;

    [Command("poster.list")]
    [RoomGate(Module = ModuleTypes.Posters)]
    public ValueTask<CommandResult> ListAsync(CommandContext context) => _service.ListAsync(context);

    [Command("poster.list.all")]
    public ValueTask<CommandResult> ListAllAsync(CommandContext context) => _service.ListAllAsync(context);

    [Command("poster.get")]
    internal ValueTask<CommandResult> GetAsync(CommandContext context, PosterBody body) => _service.GetAsync(context, new PosterId(body.Poster));

    [Command("poster.get.presented_by_user")]
    internal ValueTask<CommandResult> GetPresentedAsync(CommandContext context, PresentedBody body) =>
        _service.GetPresentedAsync(context, new UserId(body.User));

    [Command("poster.vote")]
    internal ValueTask<CommandResult> VoteAsync(CommandContext context, PosterBody body) => _service.VoteAsync(context, new PosterId(body.Poster));

    [Command("poster.unvote")]
    internal ValueTask<CommandResult> UnvoteAsync(CommandContext context, PosterBody body) => _service.UnvoteAsync(context, new PosterId(body.Poster));

    [Command("poster.patch")]
    internal ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body) => _service.PatchAsync(context, body);

    [Command("poster.delete")]
    [WorldPermission(Permission.WorldRoomsCreatePoster)]
    internal ValueTask<CommandResult> DeleteAsync(CommandContext context, PosterBody body) => _service.DeleteAsync(context, new PosterId(body.Poster));
}
