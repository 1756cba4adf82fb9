using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Body of <c>announcement.create</c>; other keys are ignored.</summary>
[CommandBody(RefusesNull = true)]
internal readonly partial record struct CreateBody
{
    [BodyField("text", NullIsAbsent = true)]
    public string? Text { get; init; }

    [BodyField("show_until", NullIsAbsent = true)]
    public string? ShowUntil { get; init; }

    [BodyField("state")]
    public string? State { get; init; }
}
