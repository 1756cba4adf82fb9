using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;

namespace Venueless.Fast.Core.Sessions.Arrivals;

/// <summary>Bodies of the signals about a login: ids of 16 bytes each.</summary>
internal static class ArrivalSignals
{
    private const int IdBytes = 16;

    /// <summary>User, node, then the nodes whose answer is waited for.</summary>
    public static Signal Arrived(UserId user, Guid node, IReadOnlyCollection<Guid> awaited)
    {
        var body = new byte[(2 + awaited.Count) * IdBytes];
        user.Value.TryWriteBytes(body);
        node.TryWriteBytes(body.AsSpan(IdBytes));
        var length = 2 * IdBytes;
        foreach (var other in awaited)
        {
            other.TryWriteBytes(body.AsSpan(length));
            length += IdBytes;
        }

        return new Signal(SignalKind.UserArrived, body);
    }

    /// <summary>User, node that is answered, node that answers, and whether the user is connected there.</summary>
    public static Signal Answered(UserId user, Guid asker, Guid node, bool isHere)
    {
        var body = new byte[(3 * IdBytes) + 1];
        user.Value.TryWriteBytes(body);
        asker.TryWriteBytes(body.AsSpan(IdBytes));
        node.TryWriteBytes(body.AsSpan(2 * IdBytes));
        body[^1] = isHere ? (byte)1 : (byte)0;
        return new Signal(SignalKind.UserAnswered, body);
    }

    public static Guid IdAt(ReadOnlySpan<byte> body, int index) => new(body.Slice(index * IdBytes, IdBytes));

    public static int CountIds(ReadOnlySpan<byte> body) => body.Length / IdBytes;
}
