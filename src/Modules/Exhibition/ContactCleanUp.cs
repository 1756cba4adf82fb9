using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Clean-up step of the exhibition (connection.md section 10, step 2): who goes cannot be contacted any more.</summary>
public sealed class ContactCleanUp(ContactService service) : ISessionCleanUp
{
    private readonly ContactService _service = service;

    /// <inheritdoc/>
    public string Name => "exhibition";

    /// <inheritdoc/>
    public ValueTask CleanUpAsync(Session session, ConnectionClosed closed) =>
        session.UserState is { } user ? _service.MissOpenAsync(session, user.Current) : ValueTask.CompletedTask;
}
