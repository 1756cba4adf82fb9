using System.Buffers;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Sessions;

// Inbound messages: connection.md section 4, step by step. Per message; a ping allocates nothing (SessionAllocationTests).
public sealed partial class Session
{
    /// <inheritdoc/>
    public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
    {
        if (State == SessionState.Stopped)
        {
            return ValueTask.CompletedTask;
        }

        // Thousands of other connections have had their turns since the last message: what its command reads comes while it is parsed.
        CacheLine.Fetch(Volatile.Read(ref _user), 192);
        _commandSince = Services.Time.GetTimestamp();
        Volatile.Write(ref _lastMessageAt, _commandSince);
        CountMessage();
        if (message.IsSingleSegment)
        {
            return DispatchAsync(message.FirstSpan, type);
        }

        var length = checked((int)message.Length);
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            message.CopyTo(whole);
            return DispatchAsync(whole.AsSpan(0, length), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <inheritdoc/>
    public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type)
    {
        if (State == SessionState.Stopped)
        {
            return true;
        }

        // A ping fits into one segment or waits like everything else.
        if (type != MessageType.Text || !message.IsSingleSegment || !MayBePing(message.FirstSpan)
            || EnvelopeParser.Parse(message.FirstSpan, out var envelope) is not null || !IsPing(envelope))
        {
            return false;
        }

        Volatile.Write(ref _lastMessageAt, Services.Time.GetTimestamp());
        CountMessage();
        AnswerPing(envelope);
        return true;
    }

    private static bool MayBePing(ReadOnlySpan<byte> message) => message.IndexOf("\"ping\""u8) is >= 0 and < 16;

    private static bool IsPing(in Envelope envelope) => envelope.Count > 1 && envelope.Name.SequenceEqual("ping"u8);

    private ValueTask DispatchAsync(ReadOnlySpan<byte> message, MessageType type)
    {
        if (type == MessageType.Binary)
        {
            SendError(ErrorCodes.InvalidBody, "Binary messages are not understood; send JSON text.");
            return ValueTask.CompletedTask;
        }

        if (EnvelopeParser.Parse(message, out var envelope) is { } problem)
        {
            SendError(ErrorCodes.InvalidBody, problem, envelope.Id);
            return ValueTask.CompletedTask;
        }

        if (envelope.Name.SequenceEqual("ping"u8))
        {
            if (envelope.Count == 1)
            {
                SendError(ErrorCodes.InvalidBody, "A ping needs a value to send back.");
            }
            else
            {
                AnswerPing(envelope);
            }

            return ValueTask.CompletedTask;
        }

        // Looked at once: whoever is stopped between two looks would seem not to be logged in, and could log in a second time.
        switch (State)
        {
            case SessionState.Authenticated:
                return DispatchCommandAsync(message, envelope);
            case SessionState.Stopped:
                return ValueTask.CompletedTask;
        }

        if (envelope.Name.SequenceEqual("authenticate"u8))
        {
            return AuthenticateAsync(envelope.Id, envelope.Last);
        }

        SendError(ErrorCodes.Unauthenticated, id: envelope.Id);
        return ValueTask.CompletedTask;
    }

    private ValueTask DispatchCommandAsync(ReadOnlySpan<byte> message, in Envelope envelope)
    {
        if (!CommandNamespaces.TryFind(envelope.Name, out var unsupported))
        {
            CountCommand(-1);
            SendError(ErrorCodes.UnknownCommand, id: envelope.Id);
            RecordCommand(-1);
            return ValueTask.CompletedTask;
        }

        if (envelope.Count != 3)
        {
            SendError(ErrorCodes.InvalidBody, $"A command has three elements: name, id and body; this one has {envelope.Count}.");
            return ValueTask.CompletedTask;
        }

        UserState!.FetchForCommand();
        var command = Services.Commands.Find(envelope.Name);
        CountCommand(command);
        if (!IsFresh(command))
        {
            return RunAfterRefreshAsync(message.ToArray(), command);
        }

        if (command < 0)
        {
            RefuseUnsupported(envelope, unsupported!);
            return ValueTask.CompletedTask;
        }

        return RunAsync(command, envelope);
    }

    private void RefuseUnsupported(in Envelope envelope, ErrorCode unsupported)
    {
        if (CommandNamespaces.ChecksBodyFirst(envelope.Name) && envelope.Last[0] != (byte)'{')
        {
            SendError(ErrorCodes.InvalidBody, "body: expected an object", envelope.Id);
        }
        else
        {
            SendError(unsupported, id: envelope.Id);
        }

        RecordCommand(-1);
    }

    /// <summary>Gates, body and handler; completes synchronously unless the handler waits.</summary>
    private ValueTask RunAsync(int command, in Envelope envelope)
    {
        if (WorldState!.IsGone)
        {
            Fail(ErrorCodes.UnknownWorld, null);
            return ValueTask.CompletedTask;
        }

        var context = Services.Contexts.Rent();
        context.Begin(this, WorldState.Current, UserState!, envelope.Id);
        try
        {
            var running = Services.Commands.InvokeAsync(command, context, envelope.Last);
            if (!running.IsCompletedSuccessfully)
            {
                return FinishSlowAsync(running, context, command);
            }

            if (context.SoughtChannel is { } channel)
            {
                return RunInDirectChannelAsync(command, context, channel, envelope.Last);
            }

#pragma warning disable VSTHRD103 // Completed: nothing blocks.
            context.Complete(running.Result);
#pragma warning restore VSTHRD103
            RecordCommand(command);
        }
        catch (Exception exception)
        {
            Finish(context, command, exception);
            return ValueTask.CompletedTask;
        }

        Services.Contexts.Return(context);
        return ValueTask.CompletedTask;
    }

    private async ValueTask FinishSlowAsync(ValueTask<CommandResult> running, CommandContext context, int command)
    {
        Volatile.Write(ref _isWaiting, true);
        try
        {
            context.Complete(await running);
            RecordCommand(command);
        }
        catch (Exception exception)
        {
            Finish(context, command, exception);
            return;
        }
        finally
        {
            Volatile.Write(ref _isWaiting, false);
        }

        Services.Contexts.Return(context);
    }

    private void Finish(CommandContext context, int command, Exception exception)
    {
        if (exception is StoreUnavailableException)
        {
            Log.CommandUnavailable(Services.Logger, Services.Commands.NameOf(command), exception.Message);
            context.Complete(CommandResult.Error(ErrorCodes.Unavailable, ErrorMessages.Unavailable));
        }
        else if (exception is StoreRefusedException)
        {
            Log.CommandRefused(Services.Logger, Services.Commands.NameOf(command), exception.Message);
            context.Complete(CommandResult.Error(ErrorCodes.InvalidBody, ErrorMessages.Refused));
        }
        else
        {
            Log.CommandFailed(Services.Logger, Services.Commands.NameOf(command), exception);
            Fail(ErrorCodes.Fatal, ErrorMessages.Fatal);
        }

        RecordCommand(command);
        Services.Contexts.Return(context);
    }

    // The message is copied because its buffer is only borrowed until the dispatch returns.
    private async ValueTask RunAfterRefreshAsync(byte[] message, int command)
    {
        try
        {
            await RefreshAsync(command);
        }
        catch (StoreUnavailableException exception)
        {
            Log.CommandUnavailable(Services.Logger, command < 0 ? "unknown" : Services.Commands.NameOf(command), exception.Message);
            EnvelopeParser.Parse(message, out var refused);
            SendError(ErrorCodes.Unavailable, ErrorMessages.Unavailable, refused.Id);
            RecordCommand(command);
            return;
        }

        if (State == SessionState.Authenticated)
        {
            await RunRefreshedAsync(message, command);
        }
    }

    private ValueTask RunRefreshedAsync(byte[] message, int command)
    {
        EnvelopeParser.Parse(message, out var envelope);
        if (command >= 0)
        {
            return RunAsync(command, envelope);
        }

        CommandNamespaces.TryFind(envelope.Name, out var unsupported);
        RefuseUnsupported(envelope, unsupported!);
        return ValueTask.CompletedTask;
    }

    private ValueTask AuthenticateAsync(ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        ValueTask running;
        try
        {
            running = Services.Authenticator.AuthenticateAsync(this, id, body);
        }
        catch (Exception exception)
        {
            running = ValueTask.FromException(exception);
        }

        return AuthenticateSlowAsync(running, id.ToArray());
    }

    private async ValueTask AuthenticateSlowAsync(ValueTask running, byte[] id)
    {
        try
        {
            await running;
        }
        catch (StoreUnavailableException exception)
        {
            Log.LoginUnavailable(Services.Logger, _worldId.Value, exception.Message);
            Stop();
            Connection.Close(CloseReason.Normal);
        }
        catch (StoreRefusedException exception)
        {
            Log.CommandRefused(Services.Logger, "authenticate", exception.Message);
            SendError(ErrorCodes.InvalidBody, ErrorMessages.Refused, id);
        }
        catch (Exception exception)
        {
            Log.CommandFailed(Services.Logger, "authenticate", exception);
            Fail(ErrorCodes.Fatal, ErrorMessages.Fatal);
        }
    }

    private void AnswerPing(in Envelope ping)
    {
        SendPong(ping.Second);
        RefreshRegistration(_lastMessageAt);
    }

    private void SendPong(ReadOnlySpan<byte> value)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"pong\","u8);
        buffer.Buffer.Write(value);
        buffer.Buffer.Write("]"u8);
        var frame = SharedFrame.CreateText(buffer.Buffer.WrittenSpan);
        buffer.Return();
        Send(frame);
        frame.Release();
    }
}
