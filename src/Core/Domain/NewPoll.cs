namespace Venueless.Fast.Core.Domain;

/// <summary>A poll to be stored.</summary>
/// <param name="State">One of <see cref="PollStates"/>.</param>
/// <param name="Type">One of <see cref="PollTypes"/>.</param>
/// <param name="Options">Their ids do not count.</param>
public sealed record NewPoll(string Content, string State, string Type, IReadOnlyList<PollOptionPatch> Options);
