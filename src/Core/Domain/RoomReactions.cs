namespace Venueless.Fast.Core.Domain;

/// <summary>Wire names of <see cref="RoomReaction"/>: exactly these code points.</summary>
public static class RoomReactions
{
    private static readonly RoomReaction[] Each = Enum.GetValues<RoomReaction>();

    /// <summary>Every reaction, in the order of the enumeration.</summary>
    public static ReadOnlySpan<RoomReaction> All => Each;

    /// <summary>The wire name, UTF-8.</summary>
    public static ReadOnlySpan<byte> NameOf(RoomReaction reaction) => reaction switch
    {
        RoomReaction.Clap => "\U0001F44F"u8,
        RoomReaction.Heart => "\u2764\uFE0F"u8,
        RoomReaction.ThumbsUp => "\U0001F44D"u8,
        RoomReaction.Laugh => "\U0001F923"u8,
        RoomReaction.Surprise => "\U0001F62E"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(reaction)),
    };

    /// <summary>False for everything that is not exactly a wire name.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out RoomReaction reaction)
    {
        foreach (var candidate in All)
        {
            if (name.SequenceEqual(NameOf(candidate)))
            {
                reaction = candidate;
                return true;
            }
        }

        reaction = default;
        return false;
    }
}
