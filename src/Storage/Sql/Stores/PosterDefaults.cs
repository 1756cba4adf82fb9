using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>What a poster holds where nothing is said.</summary>
internal static class PosterDefaults
{
    public static readonly RawJson EmptyList = new("[]"u8.ToArray());

    public static PosterRow NewPoster(PosterId id, RoomId parentRoom, ChannelId channel) =>
        new(id, null, EmptyList, EmptyList, null, EmptyList, null, null, null, parentRoom, null, channel);
}
