namespace Venueless.Fast.Core.Domain;

/// <summary>An option as it is wanted; null: left alone, or the default of a new one.</summary>
/// <param name="Id">Null: a new one.</param>
public sealed record PollOptionPatch(PollOptionId? Id, string? Content, int? Order);
