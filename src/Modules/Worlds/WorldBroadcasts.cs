using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>Unsolicited messages of the worlds module: payload and audience (world.md section 5). <c>world.updated</c> has a type of its own.</summary>
internal static class WorldBroadcasts
{
    /// <summary><c>world.schedule.updated</c>, for everybody in the world: the configuration of the schedule, <c>{}</c> if there is none.</summary>
    public static LocalBroadcast ScheduleUpdated(World world)
    {
        var pretalx = new StoredConfig(world.Config.Raw).Find(WorldConfigKeys.Pretalx) is { } stored && !stored.Utf8.SequenceEqual("null"u8)
            ? stored
            : RawJson.EmptyObject;
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\"world.schedule.updated\","u8);
        buffer.Buffer.Write(pretalx.Utf8);
        buffer.Buffer.Write("]"u8);
        var broadcast = new SingleFormBroadcast(buffer.ToFrame());
        buffer.Return();
        return broadcast;
    }
}
