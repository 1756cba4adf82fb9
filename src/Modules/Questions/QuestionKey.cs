using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Questions;

/// <summary>A question with its place: what a vote is about.</summary>
internal readonly record struct QuestionKey(WorldId World, RoomId Room, QuestionId Question);
