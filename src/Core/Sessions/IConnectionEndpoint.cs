using System.Diagnostics.CodeAnalysis;

namespace Venueless.Fast.Core.Sessions;

/// <summary>Decides which request paths are websockets and creates the handler of an accepted one. Thread-safe.</summary>
public interface IConnectionEndpoint
{
    /// <summary>Matches the raw request target (path and query, percent-encoded). False: the handshake is refused with 404.</summary>
    /// <param name="requestTarget">ASCII bytes as received, starting with <c>/</c>.</param>
    /// <param name="path">What the endpoint wants to know again in <see cref="CreateHandler"/>, for example the decoded world id.</param>
    bool TryMatch(ReadOnlySpan<byte> requestTarget, [NotNullWhen(true)] out string? path);

    /// <summary>Creates the handler for an accepted connection; the handshake answer is sent right after.</summary>
    IMessageHandler CreateHandler(string path, Connection connection);
}
