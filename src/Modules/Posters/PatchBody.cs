using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Body of <c>poster.patch</c>: a key that is absent leaves its column alone, null is a value. The client sends whole posters; other keys are ignored.</summary>
[CommandBody]
internal readonly partial record struct PatchBody
{
    /// <summary>Empty: a new one.</summary>
    [BodyField("id")]
    public string Id { get; init; }

    [BodyField("title", Kinds = JsonKinds.String | JsonKinds.Null)]
    public RawJson? Title { get; init; }

    [BodyField("abstract", Kinds = JsonKinds.Array | JsonKinds.Object)]
    public RawJson? Abstract { get; init; }

    [BodyField("authors", Kinds = JsonKinds.Array | JsonKinds.Object)]
    public RawJson? Authors { get; init; }

    [BodyField("tags", Kinds = JsonKinds.Any)]
    public RawJson? Tags { get; init; }

    [BodyField("category", Kinds = JsonKinds.Any)]
    public RawJson? Category { get; init; }

    [BodyField("poster_url", Kinds = JsonKinds.String | JsonKinds.Null)]
    public RawJson? PosterUrl { get; init; }

    [BodyField("poster_preview", Kinds = JsonKinds.String | JsonKinds.Null)]
    public RawJson? PosterPreview { get; init; }

    [BodyField("schedule_session", Kinds = JsonKinds.Any)]
    public RawJson? ScheduleSession { get; init; }

    [BodyField("parent_room_id", Kinds = JsonKinds.String | JsonKinds.Null)]
    public RawJson? ParentRoom { get; init; }

    [BodyField("presentation_room_id", Kinds = JsonKinds.Any)]
    public RawJson? PresentationRoom { get; init; }

    [BodyField("links", Kinds = JsonKinds.Array)]
    public RawJson? Links { get; init; }

    [BodyField("presenters", Kinds = JsonKinds.Any)]
    public RawJson? Presenters { get; init; }
}
