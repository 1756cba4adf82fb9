namespace Venueless.Fast.Core.Sessions;

/// <summary>Where a session stands in its life (connection.md section 2).</summary>
public enum SessionState
{
    /// <summary>The world is being looked up.</summary>
    Opening,

    /// <summary>The world is known, nobody is logged in.</summary>
    Unauthenticated,

    /// <summary>Logged in; commands run.</summary>
    Authenticated,

    /// <summary>A reload, replacement or fatal error was sent, or the connection is closing: nothing inbound is executed any more.</summary>
    Stopped,
}
