using System.Text.Json;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Rules and effects of announcements: announcements.md section 2. One per node, thread-safe.</summary>
public sealed class AnnouncementService(IAnnouncementStore store, AnnouncementList list, ILogger logger)
{
    private readonly IAnnouncementStore _store = store;
    private readonly AnnouncementList _list = list;
    private readonly ILogger _logger = logger;

    internal async ValueTask<CommandResult> CreateAsync(CommandContext context, CreateBody body)
    {
        if (body.State is not (null or AnnouncementStates.Draft or AnnouncementStates.Active))
        {
            return CommandResult.InvalidBody("body.state: expected draft or active");
        }

        DateTimeOffset end = default;
        if (body.ShowUntil is { } text && !AnnouncementTime.TryRead(text, out end))
        {
            return NotATime();
        }

        var wanted = new Announcement(Guid.NewGuid(), body.Text ?? string.Empty, body.ShowUntil is null ? null : end, body.State ?? AnnouncementStates.Draft);
        var created = await _store.CreateAsync(context.World.Id, wanted, context.Now);
        return await ReplyAsync(context, created, wasVisible: false);
    }

    internal async ValueTask<CommandResult> UpdateAsync(CommandContext context, UpdateBody body)
    {
        if (!TryReadEnd(body.ShowUntil, out var end))
        {
            return NotATime();
        }

        var update = new AnnouncementUpdate(body.Text, body.ShowUntil is not null, end, TextOf(body.State));
        if (await _store.UpdateAsync(context.World.Id, body.Id, update) is not { } change)
        {
            return CommandResult.InvalidBody("body.id: no such announcement");
        }

        return await ReplyAsync(context, change.After, change.Before.IsVisibleAt(context.Now));
    }

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var all = await _store.ReadAllAsync(context.World.Id);
        AnnouncementObject.WriteAll(context.BeginReply(), all, context.Now);
        return CommandResult.Success;
    }

    private async ValueTask<CommandResult> ReplyAsync(CommandContext context, Announcement announcement, bool wasVisible)
    {
        var now = context.Now;
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WritePropertyName("announcement"u8);
        AnnouncementObject.Write(json, announcement, now);
        json.WriteEndObject();
        context.SendReply();
        if (wasVisible || announcement.IsVisibleAt(now))
        {
            await AnnounceAsync(context.Session, announcement);
        }

        return CommandResult.Replied;
    }

    /// <summary>
    /// Tells everybody. Of two changes at once, also on two nodes, the push of the older may leave last. So each looks at the row again when its push has its place in
    /// the world's order, and whoever finds another state tells that, too: the last push is always what is stored.
    /// </summary>
    private async ValueTask AnnounceAsync(Session session, Announcement announcement)
    {
        var (world, broker) = (session.WorldState!.Id, session.Services.Broker);
        try
        {
            for (Announcement? told = null; announcement != told;)
            {
                Publish(session, announcement);
                told = announcement;
                await broker.FlushAsync();
                announcement = await _store.FindAsync(world, told.Id) ?? told;
            }
        }
        catch (StoreUnavailableException exception)
        {
            AnnouncementLog.NotComparedAgain(_logger, announcement.Id, exception.Message);
        }
    }

    private void Publish(Session session, Announcement announcement)
    {
        var world = session.WorldState!.Id;
        _list.Forget(world);
        var pushes = new PushList();
        pushes.Add(AnnouncementList.Changed);
        pushes.Add(TopicKey.World(world), AnnouncementBroadcasts.Changed(announcement));
        session.Services.Broker.Publish(world, pushes);
    }

    private static CommandResult NotATime() => CommandResult.InvalidBody("body.show_until: expected an ISO 8601 time or null");

    /// <summary>True without an end for null and for nothing.</summary>
    private static bool TryReadEnd(RawJson? given, out DateTimeOffset? end)
    {
        end = null;
        if (TextOf(given) is not { } text)
        {
            return true;
        }

        var isTime = AnnouncementTime.TryRead(text, out var time);
        end = time;
        return isTime;
    }

    private static string? TextOf(RawJson? given)
    {
        if (given is not { } json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        return JsonInput.TextOf(document.RootElement);
    }
}
