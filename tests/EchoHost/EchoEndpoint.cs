using System.Diagnostics.CodeAnalysis;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.EchoHost;

/// <summary>Every path is an echo.</summary>
internal sealed class EchoEndpoint : IConnectionEndpoint
{
    public bool TryMatch(ReadOnlySpan<byte> requestTarget, [NotNullWhen(true)] out string? path)
    {
        path = "";
        return true;
    }

    public IMessageHandler CreateHandler(string path, Connection connection) => new EchoHandler(connection);
}
