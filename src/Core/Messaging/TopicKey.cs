using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Messaging;

/// <summary>Names a topic: kind and either a UUID or a text.</summary>
public readonly record struct TopicKey(TopicKind Kind, Guid Id, string? Name)
{
    public static TopicKey Version(string label) => new(TopicKind.Version, Guid.Empty, label);

    public static TopicKey World(WorldId world) => new(TopicKind.World, Guid.Empty, world.Value);

    public static TopicKey User(UserId user) => new(TopicKind.User, user.Value, null);

    public static TopicKey Channel(ChannelId channel) => new(TopicKind.Channel, channel.Value, null);

    public static TopicKey Room(RoomId room) => new(TopicKind.Room, room.Value, null);

    public static TopicKey RoomViewers(RoomId room) => new(TopicKind.RoomViewers, room.Value, null);

    public static TopicKey RoomQuestions(RoomId room) => new(TopicKind.RoomQuestions, room.Value, null);

    public static TopicKey RoomQuestionModeration(RoomId room) => new(TopicKind.RoomQuestionModeration, room.Value, null);

    public static TopicKey RoomPolls(RoomId room) => new(TopicKind.RoomPolls, room.Value, null);

    public static TopicKey RoomPollManagement(RoomId room) => new(TopicKind.RoomPollManagement, room.Value, null);

    public static TopicKey RoomPollEarlyResults(RoomId room) => new(TopicKind.RoomPollEarlyResults, room.Value, null);

    public static TopicKey PollVoters(PollId poll) => new(TopicKind.PollVoters, poll.Value, null);

    public static TopicKey Call(CallId call) => new(TopicKind.Call, call.Value, null);
}
