using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Contact requests: exhibition.md sections 2 and 3. One per node, thread-safe.</summary>
public sealed class ContactService(IContactStore store)
{
    private readonly IContactStore _store = store;

    internal async ValueTask<CommandResult> ContactAsync(CommandContext context, ExhibitorId exhibitor)
    {
        var id = new ContactRequestId(Guid.NewGuid());
        if (await _store.CreateAsync(context.World.Id, id, exhibitor, context.User, context.Now) is not { } notice)
        {
            return CommandResult.Error(ExhibitionErrors.UnknownExhibitor);
        }

        var encoded = ExhibitionObject.Encode(notice.Request, context.World, context.Now);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteRaw("contact_request"u8, encoded.Utf8);
        json.WriteEndObject();
        var pushes = new PushList();
        pushes.AddFor(notice.Staff, ExhibitionBroadcasts.ContactRequest(notice.Request, encoded));
        return Reply(context, pushes);
    }

    internal async ValueTask<CommandResult> CancelAsync(CommandContext context, ContactRequestId request)
    {
        if (await _store.CancelAsync(context.World.Id, request, context.User.Id) is not { } notice)
        {
            return CommandResult.Error(ExhibitionErrors.UnknownContactRequest);
        }

        var pushes = new PushList();
        pushes.AddClosed(notice, ExhibitionObject.Encode(notice.Request, context.World, context.Now));
        return Reply(context, pushes);
    }

    internal async ValueTask<CommandResult> AcceptAsync(CommandContext context, ContactRequestId request, RawJson channel)
    {
        var accepted = await _store.AcceptAsync(context.World.Id, request, context.User);
        if (accepted.Notice is not { } notice)
        {
            return CommandResult.Error(accepted.IsKnown ? ExhibitionErrors.NotStaffMember : ExhibitionErrors.UnknownContactRequest);
        }

        var encoded = ExhibitionObject.Encode(notice.Request, context.World, context.Now);
        var pushes = new PushList();
        if (notice.Request.User is { } requester)
        {
            pushes.Add(TopicKey.User(requester.Id), ExhibitionBroadcasts.ContactAccepted(encoded, channel));
        }

        pushes.AddClosed(notice, encoded);
        return Reply(context, pushes);
    }

    /// <summary>A connection of the user has ended, maybe not its last one.</summary>
    internal async ValueTask MissOpenAsync(Session session, User user)
    {
        var world = session.WorldState!.Current;
        var pushes = new PushList();
        foreach (var notice in await _store.MissOpenAsync(world.Id, user))
        {
            pushes.AddClosed(notice, ExhibitionObject.Encode(notice.Request, world, session.Services.Time.GetUtcNow()));
        }

        session.Services.Broker.Publish(world.Id, pushes);
    }

    private static CommandResult Reply(CommandContext context, PushList pushes)
    {
        context.SendReply();
        context.Session.Services.Broker.Publish(context.World.Id, pushes);
        return CommandResult.Replied;
    }
}
