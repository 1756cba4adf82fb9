namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// Work of another module after a login: <c>authenticated</c> is sent and the session receives its user's and world's pushes (auth-and-users.md section 2,
/// from step 9 on). Each step is isolated: its failure is logged and the login stands.
/// </summary>
public interface ILoginStep
{
    /// <summary>Name for logs.</summary>
    string Name { get; }

    /// <summary>Runs before the connection's next command.</summary>
    ValueTask RunAsync(Session session);
}
