using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Exhibitors: exhibition.md section 2. One per node, thread-safe.</summary>
public sealed class ExhibitionService
{
    private readonly IExhibitionStore _store;
    private readonly StaffNews _news;

    // A keynote sends everybody to one page: whoever asks while a read runs shares the next one.
    private readonly CoalescedReads<RoomId, byte[]> _lists;
    private readonly CoalescedReads<(WorldId World, ExhibitorId Id), ExhibitorDetails?> _details;

    public ExhibitionService(IExhibitionStore store, ILogger logger)
    {
        _store = store;
        _news = new StaffNews(store, logger);
        _lists = new CoalescedReads<RoomId, byte[]>(ReadListAsync);
        _details = new CoalescedReads<(WorldId World, ExhibitorId Id), ExhibitorDetails?>(key => _store.FindAsync(key.World, key.Id));
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var list = await _lists.ReadAsync(context.Room!.Id);
        context.BeginReply().WriteRawValue(list, skipInputValidation: true);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> ListAllAsync(CommandContext context)
    {
        var isManager = context.Rights.Has(Permission.WorldRoomsCreateExhibition);
        var names = await _store.ListNamesAsync(context.World.Id, isManager ? null : context.User.Id);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("exhibitors"u8);
        ExhibitionObject.WriteNames(json, names);
        json.WriteEndObject();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> GetAsync(CommandContext context, ExhibitorId id)
    {
        var world = context.World;
        if (await _details.ReadAsync((world.Id, id)) is not { } exhibitor
            || (world.Config.TracksExhibitorViews && !await _store.AddViewAsync(world.Id, id, context.User.Id, context.Now)))
        {
            return CommandResult.Error(ExhibitionErrors.UnknownExhibitor);
        }

        WriteExhibitor(context, exhibitor);
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> GetStaffedAsync(CommandContext context, UserId staff)
    {
        var exhibitors = await _store.FindStaffedAsync(context.World.Id, staff);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("exhibitors"u8);
        foreach (var exhibitor in exhibitors)
        {
            ExhibitorObject.Write(json, exhibitor, context.World, context.Now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return CommandResult.Success;
    }

    internal async ValueTask<CommandResult> PatchAsync(CommandContext context, PatchBody body)
    {
        var requested = RequestedPatch.Read(body, context.Rights.Has(Permission.WorldRoomsCreateExhibition));
        if (requested.Fault is { } fault)
        {
            return CommandResult.InvalidBody(fault);
        }

        var patched = await _store.PatchAsync(requested.Patch, AuthorOf(context));
        if (patched.After is not { } exhibitor)
        {
            return patched.Verdict switch
            {
                PatchVerdict.NotStaff => CommandResult.Error(ExhibitionErrors.NotStaffMember),
                PatchVerdict.UnknownUser => CommandResult.InvalidBody("body.staff: no such user"),
                _ => CommandResult.Error(ExhibitionErrors.UnknownExhibitor),
            };
        }

        WriteExhibitor(context, exhibitor);
        context.SendReply();
        await _news.TellAsync(context.Session, patched.Concerned);
        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> DeleteAsync(CommandContext context, ExhibitorId id)
    {
        if (await _store.DeleteAsync(id, AuthorOf(context)) is not { } deleted)
        {
            return CommandResult.Error(ExhibitionErrors.UnknownExhibitor);
        }

        context.SendReply();
        await _news.TellAsync(context.Session, [.. deleted.Staff.Select(static user => user.Id)]);
        return CommandResult.Replied;
    }

    private static void WriteExhibitor(CommandContext context, ExhibitorDetails exhibitor)
    {
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("exhibitor"u8);
        ExhibitorObject.Write(json, exhibitor, context.World, context.Now);
        json.WriteEndObject();
    }

    // Called by the writer, possibly after the command's context is gone: it keeps what it needs.
    private static ExhibitorAuthor AuthorOf(CommandContext context)
    {
        var (world, now) = (context.World, context.Now);
        return new ExhibitorAuthor(world.Id, context.User.Id, now, exhibitor => ExhibitorObject.Describe(exhibitor, world, now));
    }

    private async Task<byte[]> ReadListAsync(RoomId room) => EncodeList(await _store.ListAsync(room));

    private static byte[] EncodeList(IReadOnlyList<ListedExhibitor> exhibitors)
    {
        return MessageBuffer.Encode(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("exhibitors"u8);
            foreach (var exhibitor in exhibitors)
            {
                ExhibitorObject.Write(json, exhibitor);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
