using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Chat.History;
using Venueless.Fast.Modules.Concurrency;

namespace Venueless.Fast.Modules.Chat;

/// <summary>The rules of channels: chat.md sections 5 to 10. One per node, thread-safe.</summary>
/// <remarks>Replies and pushes of a write are sent by the writer, in the order of event ids, from <see cref="ChannelWrite"/>.</remarks>
public sealed partial class ChatService : IAsyncDisposable
{
    private readonly IChatStore _chats;
    private readonly IDirectChannelStore _directChannels;
    private readonly ChannelHistory _history;
    private readonly IMessageJobs _jobs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UserLookup _users;
    private readonly ChannelLists _lists;
    private readonly ReadStates _readStates;
    private readonly CoalescedReads<(World World, ChannelId Channel, Room? Room), ChannelSnapshot> _snapshots;
    private readonly SenderMaps _senders = new();
    private readonly ChannelSockets _sockets;

    // Checking a message and replacing it are one step per message, so that edits on this node are not refused for a deletion they were checked before. Over all
    // nodes the store refuses them.
    private readonly KeyedGate<long> _replacements = new();

    public ChatService(
        IChatStore chats,
        IDirectChannelStore directChannels,
        IReadStateStore readStates,
        IUserStore users,
        IChannelNodes nodes,
        ChannelHistory history,
        IMessageJobs jobs,
        TimeProvider time,
        ILogger logger)
    {
        _chats = chats;
        _directChannels = directChannels;
        _history = history;
        _jobs = jobs;
        _time = time;
        _logger = logger;
        _users = new UserLookup(users);
        _lists = new ChannelLists(chats, logger);
        _readStates = new ReadStates(readStates, chats, time, logger);
        _sockets = new ChannelSockets(nodes, EndOrphanAsync);
        _snapshots = new CoalescedReads<(World World, ChannelId Channel, Room? Room), ChannelSnapshot>(ReadSnapshotAsync);
    }

    /// <summary>Ends what is done periodically; what waits for its turn is done first.</summary>
    public ValueTask DisposeAsync() => _readStates.DisposeAsync();

    internal async ValueTask<CommandResult> JoinAsync(CommandContext context, JoinBody body)
    {
        if (context.User.DisplayName is null)
        {
            return CommandResult.Error(ChatErrors.MissingProfile);
        }

        var room = context.Room!;
        var isVolatile = room.IsChatVolatile;
        if (body.Volatile is { } wish && wish != isVolatile && context.Rights.Has(Permission.RoomChatModerate, room))
        {
            isVolatile = wish;
        }

        var snapshot = await StartAsync(context, context.Channel!.Value, room);
        var now = context.Now;
        var write = new JoinWrite(context, snapshot)
        {
            Broker = context.Session.Services.Broker,
            History = _history,
            World = context.World.Id,
            Channel = context.Channel!.Value,
            User = context.User.Id,
            Now = now,
            MembershipChange = MembershipChange.Join,
            IsVolatile = isVolatile,
            EventType = isVolatile ? null : ChatEventTypes.Member,
            Content = isVolatile ? default : MembershipContent.Join(context.User, context.World, now),
            Users = isVolatile ? EventUsers.None : EventUsers.Of([context.User], context.World, now),
        };
        await _chats.WriteAsync(write);
        ReadStates.ForgetMemberships(context.Session);
        if (write.HasChangedMembership)
        {
            if (!isVolatile)
            {
                await _readStates.ArmAsync(write.Channel, write.User);
            }

            await _lists.PublishAsync(context.Session, context.World, context.User.Id);
        }

        return CommandResult.Replied;
    }

    internal async ValueTask<CommandResult> LeaveAsync(CommandContext context)
    {
        if (IsOutsider(context))
        {
            return CommandResult.Error(ChatErrors.Denied);
        }

        var session = context.Session;
        var channel = context.Channel!.Value;
        session.KnownUsers = null;
        if (context.Room is not { } room)
        {
            return await HideAsync(context);
        }

        // The membership ends below whatever its kind, so nothing is to be done for the last socket.
        var wasSubscribed = StopReceiving(session, channel);
        _history.Release(channel);
        await _sockets.RemoveAsync(context.World.Id, context.User.Id, channel, wasSubscribed, static () => Task.CompletedTask);
        var now = context.Now;
        var isSilent = room.IsChatVolatile;
        await _chats.WriteAsync(new LeaveWrite(context)
        {
            Broker = session.Services.Broker,
            History = _history,
            World = context.World.Id,
            Channel = channel,
            User = context.User.Id,
            Now = now,
            MembershipChange = MembershipChange.Leave,
            EventType = isSilent ? null : ChatEventTypes.Member,
            Content = isSilent ? default : MembershipContent.Leave(context.User, context.World, now),
            Users = isSilent ? EventUsers.None : EventUsers.Of([context.User], context.World, now),
        });
        ReadStates.ForgetMemberships(session);
        await _lists.PublishAsync(session, context.World, context.User.Id);
        await _readStates.DisarmAsync(channel, context.User.Id);
        return CommandResult.Replied;
    }

    internal ValueTask<CommandResult> MarkReadAsync(CommandContext context, MarkReadBody body)
    {
        if (body.Id is { IsValid: false } or { Value: < 0 })
        {
            return new ValueTask<CommandResult>(CommandResult.InvalidBody("body.id: expected a positive integer"));
        }

        return body.Id?.Value is { } read
            ? _readStates.MarkReadAsync(context, read)
            : new ValueTask<CommandResult>(CommandResult.Error(ChatErrors.InvalidBody));
    }
}
