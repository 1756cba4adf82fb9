namespace Venueless.Fast.Core.Sessions;

/// <summary>The <c>authenticate</c> command; implemented by the Auth module.</summary>
public interface IAuthenticator
{
    /// <summary>
    /// Logs the session in, or replies with an error and leaves it as it was. Reads <paramref name="body"/> before it returns.
    /// Throws <see cref="Ports.StoreUnavailableException"/>: the session closes the connection without message, so that the client retries.
    /// </summary>
    /// <param name="id">The command's id as JSON text, empty in the two-element form; borrowed until return.</param>
    ValueTask AuthenticateAsync(Session session, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body);
}
