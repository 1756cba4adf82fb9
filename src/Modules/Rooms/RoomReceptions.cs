using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Which pushes a connection receives in a room, decided by the permissions at the moment it enters (rooms.md section 4.1).</summary>
internal static class RoomReceptions
{
    private static readonly PermissionSet LiveResults = PermissionSet.Of(Permission.RoomPollManage, Permission.RoomPollEarlyResults);

    /// <summary>The topics for these rights; those of polls that the user has voted on are kept by <see cref="PollReceptions"/>.</summary>
    public static List<TopicKey> Of(RoomId room, PermissionSet permissions)
    {
        var topics = new List<TopicKey>(8) { TopicKey.Room(room) };
        AddIf(Permission.RoomQuestionRead, TopicKey.RoomQuestions(room));
        AddIf(Permission.RoomQuestionModerate, TopicKey.RoomQuestionModeration(room));
        AddIf(Permission.RoomPollRead, TopicKey.RoomPolls(room));
        AddIf(Permission.RoomPollManage, TopicKey.RoomPollManagement(room));
        AddIf(Permission.RoomPollEarlyResults, TopicKey.RoomPollEarlyResults(room));
        AddIf(Permission.RoomViewers, TopicKey.RoomViewers(room));
        return topics;

        void AddIf(Permission permission, TopicKey topic)
        {
            if (permissions.Contains(permission))
            {
                topics.Add(topic);
            }
        }
    }

    /// <summary>Results of all polls of the room, also before they are closed.</summary>
    public static bool HasLiveResults(PermissionSet permissions) => permissions.ContainsAny(LiveResults);

    /// <summary>
    /// Subscribes the session to what it may receive and ends what it may no longer. What stays is not touched, so that entering again neither loses nor
    /// doubles a push.
    /// </summary>
    public static Subscription[] Update(Session session, IReadOnlyList<Subscription> current, List<TopicKey> wanted)
    {
        var subscriptions = new List<Subscription>(wanted.Count);
        foreach (var subscription in current)
        {
            if (wanted.Remove(subscription.Key))
            {
                subscriptions.Add(subscription);
            }
            else
            {
                TopicRegistry.Unsubscribe(subscription);
            }
        }

        foreach (var topic in wanted)
        {
            subscriptions.Add(session.Subscribe(topic));
        }

        return [.. subscriptions];
    }
}
