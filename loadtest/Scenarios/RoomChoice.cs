using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>Finds rooms that suit a scenario in whatever world it is run.</summary>
internal static class RoomChoice
{
    /// <summary>The room that was asked for; else a stage with the wanted kind of chat, else any room with it.</summary>
    /// <exception cref="LoadFailedException">There is none.</exception>
    public static RoomInfo Stage(IReadOnlyList<RoomInfo> rooms, LoadOptions options)
    {
        if (options.Room is { } name)
        {
            return rooms.FirstOrDefault(room => room.Id == name || room.ImportId == name || room.Name == name) ?? throw new LoadFailedException($"Attendees see no room \"{name}\".{List(rooms)}");
        }

        var fitting = rooms.Where(room => room.CanChat && HasChat(room, options.Chat)).ToArray();
        return fitting.FirstOrDefault(static room => room.IsStage) ?? fitting.FirstOrDefault() ?? throw new LoadFailedException($"Attendees see no room in which they may chat ({options.Chat}).{List(rooms)}");
    }

    /// <summary>All rooms with the wanted kind of chat, at most as many as asked for.</summary>
    /// <exception cref="LoadFailedException">There is none.</exception>
    public static IReadOnlyList<RoomInfo> Many(IReadOnlyList<RoomInfo> rooms, LoadOptions options)
    {
        var fitting = rooms.Where(room => room.CanChat && HasChat(room, options.Chat)).ToArray();
        return fitting.Length == 0
            ? throw new LoadFailedException($"Attendees see no room in which they may chat ({options.Chat}).{List(rooms)}")
            : fitting[..(options.Rooms == 0 ? fitting.Length : Math.Min(options.Rooms, fitting.Length))];
    }

    /// <summary>The room that was asked for, else one whose questions need no approval: best with polls.</summary>
    /// <exception cref="LoadFailedException">There is none.</exception>
    public static RoomInfo Questions(IReadOnlyList<RoomInfo> rooms, LoadOptions options) =>
        options.Room is not null
            ? Stage(rooms, options)
            : rooms.Where(static room => room is { HasQuestions: true, ModeratesQuestions: false }).OrderBy(static room => room.HasPolls ? 0 : 1).FirstOrDefault()
                ?? throw new LoadFailedException($"Attendees see no room with questions that need no approval.{List(rooms)}");

    private static bool HasChat(RoomInfo room, string kind) => kind == "any" || room.IsVolatile == (kind == "volatile");

    private static string List(IReadOnlyList<RoomInfo> rooms) =>
        "\nThey see: " + string.Join(", ", rooms.Select(static room => $"{(room.ImportId.Length > 0 ? room.ImportId : room.Name)} ({(room.Channel is null ? "no chat" : room.IsVolatile ? "volatile chat" : "persistent chat")}{(room.CanChat ? "" : ", may not write")})"));
}
