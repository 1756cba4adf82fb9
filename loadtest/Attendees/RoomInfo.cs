namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>A room as attendees see it.</summary>
/// <param name="ImportId">Its id in the imported file; empty without.</param>
/// <param name="Modules">Their types.</param>
/// <param name="ModeratesQuestions">A moderator must approve questions before others see them.</param>
/// <param name="Channel">Of the chat; null without one.</param>
internal sealed record RoomInfo(string Id, string Name, string ImportId, IReadOnlyList<string> Modules, string? Channel, bool IsVolatile, bool CanChat, bool HasQuestions, bool ModeratesQuestions, bool HasPolls)
{
    /// <summary>The web client enters rooms with a stream or a call, not text channels and pages (rooms.md section 4.1).</summary>
    public bool IsEntered => IsStage || Modules.Any(static module => module.StartsWith("call.", StringComparison.Ordinal));

    public bool IsStage => Modules.Any(static module => module.StartsWith("livestream.", StringComparison.Ordinal));
}
