using System.Text.Json;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// What a handler sees of the command it runs: who, where, the way to reply and to push. Valid until the handler's task completes.
/// </summary>
/// <remarks>
/// <para>Pooled: an idle connection holds none. One owner at a time: the handler, or the commit continuation while the handler waits for it.</para>
/// <para>Order (connection.md section 4): the reply is enqueued before the pushes registered by <see cref="PublishAfterReply"/>.</para>
/// </remarks>
public sealed class CommandContext
{
    // The web client's ids are small integers; longer ones get an array that is not kept.
    private const int UsualIdBytes = 64;

    private readonly MessageBuffer _reply = MessageBuffer.Create();
    private readonly PushList _pushes = new();
    private byte[] _id = new byte[UsualIdBytes];
    private int _idLength;
    private bool _hasBegun;
    private bool _isSent;

    internal CommandContext()
    {
    }

    /// <summary>The connection's session; its own state may be changed, because nothing else of this connection runs meanwhile.</summary>
    public Session Session { get; private set; } = null!;

    /// <summary>The world as it was when the command began.</summary>
    public World World { get; private set; } = null!;

    /// <summary>The user as it was when the command began.</summary>
    public User User { get; private set; } = null!;

    /// <summary>The user's rights in <see cref="World"/>.</summary>
    public UserRights Rights { get; private set; } = null!;

    /// <summary>Set by a room or channel gate; null in a direct channel.</summary>
    public Room? Room { get; internal set; }

    /// <summary>Set by a channel gate.</summary>
    public ChannelId? Channel { get; internal set; }

    /// <summary>The channel of a channel gate, if it belongs to no room; as it was when the command began.</summary>
    public DirectChannel? DirectChannel { get; internal set; }

    /// <summary>Set by a channel gate that has refused a channel of no room: only the store can tell whether it is a direct one.</summary>
    internal ChannelId? SoughtChannel { get; set; }

    /// <summary>The current time, UTC.</summary>
    public DateTimeOffset Now => Session.Services.Time.GetUtcNow();

    /// <summary>The command's id, as JSON text.</summary>
    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    /// <summary>Which form of other users' objects this user sees.</summary>
    public UserView UserView => Rights.Has(Permission.WorldUsersManage) ? UserView.Admin : UserView.Public;

    /// <summary>Starts the success reply; write exactly one JSON value. Called at most once.</summary>
    public Utf8JsonWriter BeginReply()
    {
        _reply.Buffer.Write("[\"success\","u8);
        _reply.Buffer.Write(Id);
        _reply.Buffer.Write(","u8);
        _hasBegun = true;
        return _reply.Json;
    }

    /// <summary>
    /// Sends the reply now instead of when the handler returns, then the registered pushes; the handler returns <see cref="CommandResult.Replied"/>.
    /// For commit continuations, which own the order of reply and pushes.
    /// </summary>
    public void SendReply()
    {
        FinishReply();
        var frame = _reply.ToFrame();
        Session.Send(frame);
        frame.Release();
        _isSent = true;
        PublishPushes();
    }

    /// <summary>The same, with a push to this connection alone right behind the reply; both leave in one send.</summary>
    /// <param name="push">One complete message; borrowed.</param>
    public void SendReply(ReadOnlySpan<byte> push)
    {
        FinishReply();
        var frame = SharedFrame.CreateTexts(_reply.Buffer.WrittenSpan, push);
        Session.Send(frame);
        frame.Release();
        _isSent = true;
        PublishPushes();
    }

    /// <summary>Registers a push of this command; ownership of the broadcast moves here. Dropped when the command ends in an error.</summary>
    public void PublishAfterReply(TopicKey topic, Broadcast broadcast) => _pushes.Add(topic, broadcast);

    /// <summary>Registers a signal to the other nodes among the pushes of this command; dropped when the command ends in an error.</summary>
    public void SignalAfterReply(Signal signal) => _pushes.Add(signal);

    internal void Begin(Session session, World world, UserState user, ReadOnlySpan<byte> id)
    {
        Session = session;
        World = world;
        User = user.Current;
        Rights = user.RightsIn(world);
        if (id.Length > _id.Length)
        {
            _id = new byte[id.Length];
        }

        id.CopyTo(_id);
        _idLength = id.Length;
    }

    /// <summary>Sends what the handler's result asks for.</summary>
    internal void Complete(in CommandResult result)
    {
        if (_isSent)
        {
            // One reply, whatever becomes of the work behind it.
        }
        else if (result.ErrorCode is { } code)
        {
            var frame = ErrorMessage.Create(Id, code, result.Message, result.Details);
            Session.Send(frame);
            frame.Release();
        }
        else
        {
            SendReply();
        }
    }

    /// <summary>Forgets everything, so that the pool keeps no references alive.</summary>
    internal void Reset()
    {
        _pushes.Clear();
        _reply.Clear();
        if (_id.Length > UsualIdBytes)
        {
            _id = new byte[UsualIdBytes];
        }

        _hasBegun = false;
        _isSent = false;
        Session = null!;
        World = null!;
        User = null!;
        Rights = null!;
        Room = null;
        Channel = null;
        DirectChannel = null;
        SoughtChannel = null;
    }

    private void FinishReply()
    {
        if (!_hasBegun)
        {
            // Nothing to say, as most commands: no writer is needed for that.
            _reply.Buffer.Write("[\"success\","u8);
            _reply.Buffer.Write(Id);
            _reply.Buffer.Write(",{}]"u8);
            return;
        }

        _reply.Json.Flush();
        _reply.Buffer.Write("]"u8);
    }

    private void PublishPushes()
    {
        if (_pushes.Count > 0)
        {
            Session.Services.Broker.Publish(World.Id, _pushes);
        }
    }
}
