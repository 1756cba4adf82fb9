using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Body of <c>announcement.update</c>; other keys are ignored, because the web client sends whole objects back.</summary>
[CommandBody]
internal readonly partial record struct UpdateBody
{
    [BodyField("id")]
    public Guid Id { get; init; }

    [BodyField("text")]
    public string? Text { get; init; }

    /// <summary>Null is a value: no limit.</summary>
    [BodyField("show_until", Kinds = JsonKinds.String | JsonKinds.Null)]
    public RawJson? ShowUntil { get; init; }

    /// <summary>Whatever is no allowed change is ignored.</summary>
    [BodyField("state", Kinds = JsonKinds.Any)]
    public RawJson? State { get; init; }
}
