using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Sessions;

/// <summary>
/// Work of another module after <c>user.ban</c>: it is committed and replied, and the user's connections are being reloaded. Isolated like an
/// <see cref="IProfileStep"/>.
/// </summary>
public interface IBanStep
{
    /// <summary>Name for logs.</summary>
    string Name { get; }

    /// <summary>Runs before the next command of the connection that has banned the user.</summary>
    ValueTask RunAsync(Session cause, World world, User banned);
}
