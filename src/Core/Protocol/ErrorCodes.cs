namespace Venueless.Fast.Core.Protocol;

/// <summary>The errors that every namespace shares: connection.md section 4. A module's own codes stand in its <c>...Errors</c> file.</summary>
public static class ErrorCodes
{
    /// <summary>The message or its body cannot be understood; the message text says what and where.</summary>
    public static readonly ErrorCode InvalidBody = new("protocol.invalid_body");

    /// <summary>A command before login.</summary>
    public static readonly ErrorCode Unauthenticated = new("protocol.unauthenticated");

    /// <summary>The namespace of a command is unknown.</summary>
    public static readonly ErrorCode UnknownCommand = new("protocol.unknown_command");

    /// <summary>The room-level permission gate failed.</summary>
    public static readonly ErrorCode RoomDenied = new("protocol.denied");

    /// <summary>The world-level permission gate failed, or a login is refused.</summary>
    public static readonly ErrorCode Denied = new("auth.denied");

    /// <summary>No such room, or it lacks the required module.</summary>
    public static readonly ErrorCode RoomUnknown = new("room.unknown");

    /// <summary>No such world; the connection is closed after it.</summary>
    public static readonly ErrorCode UnknownWorld = new("world.unknown_world");

    /// <summary>A form of an administrator has bad fields: with the faults by field as details, and without a message (world.md section 3).</summary>
    public static readonly ErrorCode InvalidConfig = new("config.invalid");

    /// <summary>A newer connection of the same user took this one's place.</summary>
    public static readonly ErrorCode ConnectionReplaced = new("connection.replaced");

    /// <summary>A dependency (database, broker) is away; the command may be repeated.</summary>
    public static readonly ErrorCode Unavailable = new("server.unavailable");

    /// <summary>A defect of the server. The web client never comes back from it, so nothing else may use it.</summary>
    public static readonly ErrorCode Fatal = new("server.fatal");
}
