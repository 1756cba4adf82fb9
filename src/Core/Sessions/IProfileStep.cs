namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// Work of another module after <c>user.update</c>: its reply and <c>user.updated</c> are sent (auth-and-users.md section 12). Each step is isolated like an
/// <see cref="ILoginStep"/>, and one class may be both.
/// </summary>
public interface IProfileStep
{
    /// <summary>Name for logs.</summary>
    string Name { get; }

    /// <summary>Runs before the connection's next command.</summary>
    ValueTask RunAsync(Session session);
}
