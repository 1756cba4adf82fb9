using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Chat;

/// <summary>
/// A <c>chat.direct.create</c>. A new channel is subscribed and replied at its commit, before its join events are pushed and anybody else can know of it.
/// </summary>
internal sealed class DirectOpeningWrite(CommandContext context) : DirectOpening
{
    private readonly CommandContext _context = context;

    /// <summary>For the handler, after the write.</summary>
    public DirectOutcome Outcome { get; private set; } = DirectOutcome.Refused;

    /// <summary>The channel is a new one, and the command is replied.</summary>
    public bool IsCreated => Outcome.Joins.Count > 0;

    /// <inheritdoc/>
    public override RawJson JoinOf(UserRow member) => MembershipContent.Join(new User(member), _context.World, Now);

    /// <inheritdoc/>
    public override void OnCommitted(DirectOutcome outcome)
    {
        Outcome = outcome;
        if (outcome.Joins.Count == 0)
        {
            return;
        }

        var session = _context.Session;
        var channel = outcome.Channel!.Value;
        session.SubscribedChannels.Add(new SubscribedChannel(channel, session.Subscribe(TopicKey.Channel(channel))));
        var snapshot = new ChannelSnapshot(_context.World, outcome.Joins[0].Id - 1, 0, outcome.Members, Now, isDirect: true);
        snapshot.Write(_context.BeginReply(), _context.UserView, channel);
        _context.SendReply();
        for (var index = 0; index < outcome.Joins.Count; index++)
        {
            var users = EventUsers.Of([new User(outcome.Members[index])], _context.World, Now);
            ChatBroadcasts.PublishEvent(session.Services.Broker, World, outcome.Joins[index], users, isDirect: true);
        }
    }
}
