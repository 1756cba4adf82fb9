using System.Runtime.CompilerServices;

namespace Venueless.Fast.Core.Domain;

/// <summary>How often each reaction was given in a room since its tick started. Indexed by <see cref="RoomReaction"/>; a mutable value, copied when passed on.</summary>
[InlineArray(Length)]
public struct ReactionCounts
{
    /// <summary>One place per <see cref="RoomReaction"/>.</summary>
    public const int Length = 5;

    private int _first;

    /// <summary>True if nothing was counted.</summary>
    public readonly bool IsEmpty => !((ReadOnlySpan<int>)this).ContainsAnyExcept(0);

    public readonly int Of(RoomReaction reaction) => this[(int)reaction];

    public void Add(RoomReaction reaction) => this[(int)reaction]++;
}
