namespace Venueless.Fast.Core.Domain;

/// <summary>The reactions that a room takes (rooms.md section 7). The value is the place in <see cref="ReactionCounts"/>.</summary>
public enum RoomReaction : byte
{
    Clap,
    Heart,
    ThumbsUp,
    Laugh,
    Surprise,
}
