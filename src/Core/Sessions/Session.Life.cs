using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Sessions;

// Life cycle: open, login, forced ends, clean-up (connection.md sections 2, 5, 8, 10).
public sealed partial class Session
{
    internal static readonly byte[] ReloadMessage = """["connection.reload",{}]"""u8.ToArray();

    // Receive loop and clean-up, which follow each other.
    private bool _hasJoinedBroker;

    private Subscription? _versionTopic;
    private Subscription? _userTopic;
    private Subscription? _worldTopic;

    /// <inheritdoc/>
    public async ValueTask OnOpenAsync()
    {
        Services.Sessions.Add(this);
        Services.Connections.Connect(Connection.Id);
        _versionTopic = Subscribe(TopicKey.Version(Services.Node.Label));
        WorldState? world;
        try
        {
            world = await Services.Worlds.FindAsync(_worldId);
        }
        catch (StoreUnavailableException exception)
        {
            Log.LoginUnavailable(Services.Logger, _worldId.Value, exception.Message);
            Stop();
            Connection.Close(CloseReason.Normal);
            return;
        }

        if (world is null)
        {
            Stop();
            SendError(ErrorCodes.UnknownWorld);
            Connection.Close(CloseReason.Normal);
            return;
        }

        Volatile.Write(ref _world, world);
        BeginCounting();
        await Services.Broker.JoinAsync(_worldId);
        _hasJoinedBroker = true;
        Interlocked.CompareExchange(ref _state, (int)SessionState.Unauthenticated, (int)SessionState.Opening);
    }

    /// <summary>
    /// First half of a login (connection.md section 10): registers the session under its user and joins the topics, holding back every push.
    /// Followed by <see cref="CompleteLoginAsync"/> or <see cref="AbandonLogin"/>.
    /// </summary>
    /// <param name="stamp">The user's stamp, read before the row; or <see cref="UserState.NoStamp"/> when the row is validated again after this.</param>
    public void BeginLogin(UserRow user, long stamp)
    {
        lock (Connection)
        {
            _held = [];
        }

        Volatile.Write(ref _user, Services.Users.Add(user, stamp, this));
        _userTopic = Subscribe(TopicKey.User(user.Id));
        _worldTopic = Subscribe(TopicKey.World(_worldId));
    }

    /// <summary>
    /// Second half: registers the connection, sends <c>authenticated</c>, then what was held back, then applies the connection limit. The caller keeps its
    /// reference. Throws <see cref="StoreUnavailableException"/> before anything was sent; <see cref="AbandonLogin"/> follows.
    /// </summary>
    public async ValueTask CompleteLoginAsync(SharedFrame authenticated, int? connectionLimit)
    {
        var surplus = await RegisterAsync(connectionLimit);
        Connection.AllowLargeMessages();
        lock (Connection)
        {
            Connection.TryEnqueue(authenticated);
            FlushHeldLocked();
        }

        Interlocked.CompareExchange(ref _state, (int)SessionState.Authenticated, (int)SessionState.Unauthenticated);
        _meter?.CountLogin();
        Services.Replacer.Replace(Services.Broker, _worldId, surplus);
    }

    /// <summary>Undoes <see cref="BeginLogin"/> when the login fails after it; the client may try again on the same connection.</summary>
    public void AbandonLogin()
    {
        LeaveUser();
        lock (Connection)
        {
            foreach (var frame in _held ?? [])
            {
                frame.Release();
            }

            _held = null;
        }
    }

    /// <summary>Moderation: the browser reloads; nothing inbound is executed any more; the connection closes 2 s later. Any thread.</summary>
    public void Reload()
    {
        Volatile.Write(ref _endsCalls, true);
        if (Stop())
        {
            // First: whoever has the message may count on the close.
            CloseLater(Services.Options.CloseAfterReloadDelay);

            // Delivered, not enqueued: nothing may overtake the "authenticated" of a login in progress.
            var frame = SharedFrame.CreateText(ReloadMessage);
            Deliver(frame);
            frame.Release();
        }
    }

    /// <summary>An operator asks the browser to load the page again; the connection stays (connection.md section 5). Any thread.</summary>
    public void ProposeReload()
    {
        var frame = SharedFrame.CreateText(ReloadMessage);
        Deliver(frame);
        frame.Release();
    }

    /// <summary>A newer connection of the user takes this one's place. Any thread.</summary>
    public void Replace()
    {
        Volatile.Write(ref _endsCalls, true);
        Fail(ErrorCodes.ConnectionReplaced, ErrorMessages.Replaced);
    }

    /// <summary>Ends the connection without a message: operator drop, daily limit. Any thread.</summary>
    public void Drop(CloseReason reason)
    {
        Stop();
        CloseInOrder(reason);
    }

    /// <inheritdoc/>
    public async ValueTask OnClosedAsync(ConnectionClosed closed)
    {
        Stop();
        LogEnd(closed);
        using var limit = new CancellationTokenSource(Services.Options.CleanUpTimeout, Services.Time);
        foreach (var step in Services.CleanUps)
        {
            try
            {
                await step.CleanUpAsync(this, closed).AsTask().WaitAsync(limit.Token);
            }
            catch (Exception exception)
            {
                Log.CleanUpFailed(Services.Logger, step.Name, exception.GetType().Name, exception.Message);
            }
        }

        LeaveUser();
        if (_versionTopic is { } version)
        {
            TopicRegistry.Unsubscribe(version);
            Services.Connections.Disconnect(Connection.Id);
        }

        if (_hasJoinedBroker)
        {
            Services.Broker.Leave(_worldId);
        }

        Services.Sessions.Remove(this);
        _meter?.CountClosed();
    }

    /// <summary>Called by the coarse sweep: daily limit and silent connections before login.</summary>
    internal void CloseIfOverdue()
    {
        var time = Services.Time;
        var isSilentTooLong = State is SessionState.Opening or SessionState.Unauthenticated
            && time.GetElapsedTime(Volatile.Read(ref _lastMessageAt)) > Services.Options.UnauthenticatedTimeout;
        if (isSilentTooLong || (time.GetElapsedTime(_openedAt) > _lifetime && !Volatile.Read(ref _isWaiting)))
        {
            Drop(CloseReason.Normal);
        }
    }

    /// <summary>Stops the execution of inbound messages; true for the first caller.</summary>
    private bool Stop() => Interlocked.Exchange(ref _state, (int)SessionState.Stopped) != (int)SessionState.Stopped;

    private void Fail(ErrorCode code, string? message)
    {
        if (Stop())
        {
            CloseLater(Services.Options.CloseAfterErrorDelay);
            if (code == ErrorCodes.Fatal)
            {
                _meter?.CountFatal();
            }

            var frame = ErrorMessage.Create(default, code, message);
            Deliver(frame);
            frame.Release();
        }
    }

    // Rare, so a timer each is fine; everything periodic goes through the coarse sweep.
    private void CloseLater(TimeSpan delay)
    {
        ITimer? timer = null;
        timer = Services.Time.CreateTimer(
            state =>
            {
                ((Session)state!).CloseInOrder(CloseReason.Normal);
                timer?.Dispose();
            },
            this,
            delay,
            Timeout.InfiniteTimeSpan);
    }

    private void LeaveUser()
    {
        if (_userTopic is { } userTopic)
        {
            TopicRegistry.Unsubscribe(userTopic);
            _userTopic = null;
        }

        if (_worldTopic is { } worldTopic)
        {
            TopicRegistry.Unsubscribe(worldTopic);
            _worldTopic = null;
        }

        Unregister();
        if (UserState is { } user)
        {
            Services.Users.Remove(user, this);
            Volatile.Write(ref _user, null);
        }
    }

    private void FlushHeldLocked()
    {
        foreach (var frame in _held ?? [])
        {
            Connection.TryEnqueue(frame);
            frame.Release();
        }

        Volatile.Write(ref _held, null);
    }
}
