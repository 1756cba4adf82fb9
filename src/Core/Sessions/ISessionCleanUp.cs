namespace Venueless.Fast.Core.Sessions;

/// <summary>One step of the disconnect clean-up: connection.md section 10. Each step is isolated: its failure is logged and the others run.</summary>
public interface ISessionCleanUp
{
    /// <summary>Name for logs.</summary>
    string Name { get; }

    /// <summary>Ends what the session holds in this module. The session's connection is closed already.</summary>
    ValueTask CleanUpAsync(Session session, ConnectionClosed closed);
}
