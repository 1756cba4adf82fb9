namespace Venueless.Fast.Core.Domain;

/// <summary>What of a poll is to be written; null: left alone.</summary>
/// <param name="State">One of <see cref="PollStates"/>.</param>
/// <param name="Type">One of <see cref="PollTypes"/>.</param>
/// <param name="Options">The complete new list.</param>
public sealed record PollPatch(string? Content, string? State, string? Type, bool? IsPinned, IReadOnlyList<PollOptionPatch>? Options);
