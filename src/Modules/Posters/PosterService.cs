using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Rules and effects of posters: posters.md section 2. One per node, thread-safe.</summary>
public sealed class PosterService
{
    private readonly IPosterStore _store;
    private readonly TimeProvider _time;

    // A hall of posters is entered by many at once.
    private readonly CoalescedReads<(World World, RoomId Room), PosterList> _lists;

    public PosterService(IPosterStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _lists = new CoalescedReads<(World World, RoomId Room), PosterList>(ReadListAsync);
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var room = context.Room!.Id;
        var list = await _lists.ReadAsync((context.World, room));
        var votes = await _store.ReadVotesAsync(room, context.User.Id);
        list.Write(context.BeginReply(), votes);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> ListAllAsync(CommandContext context)
    {
        var posters = await _store.ReadShortAsync(context.World.Id, IsManager(context) ? null : context.User.Id);
        var json = context.BeginReply();
        json.WriteStartArray();
        foreach (var poster in posters)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, poster.Id.Value);
            json.WriteString("title"u8, poster.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> GetAsync(CommandContext context, PosterId id)
    {
        if (await _store.FindAsync(context.World.Id, id, context.User.Id) is not { } poster)
        {
            return CommandResult.Error(PosterErrors.UnknownPoster);
        }

        PosterObject.WriteForViewer(context.BeginReply(), poster, context.World, context.Now);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> GetPresentedAsync(CommandContext context, UserId presenter)
    {
        var posters = await _store.ReadPresentedAsync(context.World.Id, presenter, context.User.Id);
        var json = context.BeginReply();
        json.WriteStartArray();
        foreach (var poster in posters)
        {
            PosterObject.WriteForViewer(json, poster, context.World, context.Now);
        }

        json.WriteEndArray();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> VoteAsync(CommandContext context, PosterId poster)
    {
        if (await _store.VoteAsync(context.World.Id, poster, context.User.Id, context.Now) is not { } time)
        {
            return CommandResult.Error(PosterErrors.UnknownPoster);
        }

        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("poster"u8, poster.Value);
        json.WriteString("user"u8, context.User.Id.Value);
        json.WriteTimestamp("datetime"u8, time);
        json.WriteEndObject();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> UnvoteAsync(CommandContext context, PosterId poster) =>
        await _store.UnvoteAsync(context.World.Id, poster, context.User.Id) ? CommandResult.Success : CommandResult.Error(PosterErrors.UnknownPoster);

    internal async ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body)
    {
        if (PatchReading.TryRead(body, IsManager(context), out var patch) is { } fault)
        {
            return CommandResult.InvalidBody(fault);
        }

        if (patch!.IsNew && !patch.ByManager)
        {
            return CommandResult.Error(PosterErrors.NotPresenter);
        }

        if (patch is { IsNew: true, ParentRoom: null })
        {
            return CommandResult.InvalidBody("body.parent_room_id: required");
        }

        var (refusal, poster) = await _store.SaveAsync(patch, AuthorOf(context));
        if (poster is null)
        {
            return refusal switch
            {
                PosterRefusal.NotPresenter => CommandResult.Error(PosterErrors.NotPresenter),
                PosterRefusal.UnknownPresenter => CommandResult.InvalidBody("body.presenters: unknown user"),
                _ => CommandResult.Error(PosterErrors.UnknownPoster),
            };
        }

        PosterObject.Write(context.BeginReply(), poster, context.World, context.Now);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context, PosterId poster) =>
        await _store.DeleteAsync(poster, AuthorOf(context)) ? CommandResult.Success : CommandResult.Error(PosterErrors.UnknownPoster);

    private static bool IsManager(CommandContext context) => context.Rights.Has(Permission.WorldRoomsCreatePoster);

    private static PosterAuthor AuthorOf(CommandContext context)
    {
        var (world, now) = (context.World, context.Now);
        return new PosterAuthor(world.Id, context.User.Id, now, poster => PosterObject.Describe(poster, world, now));
    }

    private async Task<PosterList> ReadListAsync((World World, RoomId Room) key) =>
        PosterList.Encode(await _store.ReadRoomAsync(key.World.Id, key.Room), key.World, _time.GetUtcNow());
}
