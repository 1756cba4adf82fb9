using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Reading;

/// <summary>Users' unread notifications have changed: no node may go on by what it knew. To be told before the change can be seen by a client.</summary>
public static class NotificationSignals
{
    private const int IdBytes = 16;

    /// <summary>Forgets the counts of these users here, and tells the other nodes to.</summary>
    public static void Tell(SessionServices services, WorldId world, IReadOnlyCollection<UserId> users)
    {
        if (users.Count == 0)
        {
            return;
        }

        foreach (var user in users)
        {
            services.Users.Find(user)?.ReadingIfAny?.ForgetCounts();
        }

        if (services.Arrivals is not null)
        {
            var pushes = new PushList();
            pushes.Add(new Signal(SignalKind.NotificationsChanged, Encode(users)));
            services.Broker.Publish(world, pushes);
        }
    }

    private static byte[] Encode(IReadOnlyCollection<UserId> users)
    {
        var body = new byte[users.Count * IdBytes];
        var length = 0;
        foreach (var user in users)
        {
            user.Value.TryWriteBytes(body.AsSpan(length));
            length += IdBytes;
        }

        return body;
    }

    /// <summary>What another node has told.</summary>
    public sealed class Handler(UserDirectory users) : ISignalHandler
    {
        private readonly UserDirectory _users = users;

        /// <inheritdoc/>
        public SignalKind Kind => SignalKind.NotificationsChanged;

        /// <inheritdoc/>
        public ValueTask HandleAsync(WorldId world, ReadOnlyMemory<byte> body)
        {
            for (var rest = body.Span; rest.Length >= IdBytes; rest = rest[IdBytes..])
            {
                _users.Find(new UserId(new Guid(rest[..IdBytes])))?.ReadingIfAny?.ForgetCounts();
            }

            return ValueTask.CompletedTask;
        }
    }
}
