using Microsoft.Extensions.Logging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Diagnostics;

/// <summary>Core's log messages. Ids 1000 to 1999; next free: 1013.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "Command {Command} got server.unavailable: {Reason}")]
    public static partial void CommandUnavailable(ILogger logger, string command, string reason);

    [LoggerMessage(1001, LogLevel.Error, "Command {Command} failed; its connection gets server.fatal")]
    public static partial void CommandFailed(ILogger logger, string command, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "A connection to world {World} was closed because the store is away: {Reason}")]
    public static partial void LoginUnavailable(ILogger logger, string world, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "Clean-up step {Step} failed ({Kind}): {Reason}")]
    public static partial void CleanUpFailed(ILogger logger, string step, string kind, string reason);

    [LoggerMessage(1004, LogLevel.Information, "Command {Command} was refused by the store: {Reason}")]
    public static partial void CommandRefused(ILogger logger, string command, string reason);

    [LoggerMessage(1005, LogLevel.Error, "A message of another node to world {World} could not be carried out")]
    public static partial void NodeMessageFailed(ILogger logger, string world, Exception exception);

    [LoggerMessage(1006, LogLevel.Warning, "Messages of other nodes may be missing: the clients of {Count} connections to world {World} have to come back")]
    public static partial void Resynchronizing(ILogger logger, int count, string world);

    [LoggerMessage(1007, LogLevel.Warning, "What is known of user {User} was not handed over to the node of a login ({Kind}): {Reason}")]
    public static partial void HandoverFailed(ILogger logger, Guid user, string kind, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "Node {Node} has not answered a login in time; logins no longer wait for it")]
    public static partial void NodeMute(ILogger logger, Guid node);

    [LoggerMessage(1009, LogLevel.Error, "A message could not be delivered to a connection, which is closed")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception);

    [LoggerMessage(1010, LogLevel.Debug, "Connection {Connection} to world {World} ended after {Seconds:F1} s: {Reason}, close code of the peer {PeerCode}; user {User}, {Messages} messages, {Commands} commands")]
    public static partial void ConnectionEnded(
        ILogger logger, long connection, string world, double seconds, CloseReason reason, ushort? peerCode, Guid? user, int messages, int commands);

    [LoggerMessage(1011, LogLevel.Information, "An operator's {Action} for all {Count} connections")]
    public static partial void OrderCarriedOut(ILogger logger, Operators.OperatorAction action, int count);

    [LoggerMessage(1012, LogLevel.Error, "An operator's drop could not be finished")]
    public static partial void OrderFailed(ILogger logger, Exception exception);
}
