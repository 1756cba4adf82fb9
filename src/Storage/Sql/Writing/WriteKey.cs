using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Writing;

/// <summary>
/// What a unit of work must not share its moment with. Units of one batch may interleave at their awaits (<c>PostgresPipeline</c>); those of one key run one after
/// the other, in the order of the queue.
/// </summary>
internal readonly record struct WriteKey
{
    private readonly Guid _value;

    private WriteKey(Guid value, bool isAlone) => (_value, IsAlone) = (value, isAlone);

    /// <summary>Never decides by what it has read: a single statement, or several whose order does not matter to others.</summary>
    public static WriteKey None => default;

    /// <summary>With nothing at all beside it: a batch of its own, for long and rare work.</summary>
    public static WriteKey Alone { get; } = new(Guid.Empty, isAlone: true);

    /// <summary>All changes of rooms: rare, and they decide by the rooms around them.</summary>
    public static WriteKey Rooms { get; } = new(new Guid("c0a8f1d2-5b1e-4d0a-9a57-3f7c2e6b8d41"), isAlone: false);

    /// <summary>All changes of worlds by administrators: rare, and each decides by the row that the one before has left.</summary>
    public static WriteKey Worlds { get; } = new(new Guid("4e1b7f0a-93d6-4c58-8a2f-6d0b5c7e1f32"), isAlone: false);

    public bool IsAlone { get; }

    public bool IsNone => !IsAlone && _value == Guid.Empty;

    public static WriteKey Of(UserId user) => new(user.Value, isAlone: false);

    public static WriteKey Of(RoomId room) => new(room.Value, isAlone: false);

    /// <summary>A row of any table whose id is a UUID of its own.</summary>
    public static WriteKey OfRow(Guid id) => new(id, isAlone: false);

    public static WriteKey Of(ChannelId channel) => new(channel.Value, isAlone: false);

    public static WriteKey Of(PosterId poster) => new(poster.Value, isAlone: false);
}
