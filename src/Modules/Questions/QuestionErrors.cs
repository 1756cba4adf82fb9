using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Questions;

/// <summary>The questions module's own refusals (questions.md section 3).</summary>
internal static class QuestionErrors
{
    /// <summary>The module does not take questions now.</summary>
    public static readonly ErrorCode Inactive = new("question.inactive");

    /// <summary>A vote for something that is no question of the room.</summary>
    public static readonly ErrorCode Vote = new("question.vote");

    public static CommandResult Unknown => CommandResult.InvalidBody("body.id: unknown question");
}
