using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Body of <c>exhibition.patch</c>: a key that is absent leaves its part alone, null is a value. Other keys are ignored.</summary>
[CommandBody]
internal readonly partial record struct PatchBody
{
    /// <summary>Empty: creates.</summary>
    [BodyField("id")]
    public string Id { get; init; }

    [BodyField("name", Kinds = JsonKinds.Any)]
    public RawJson? Name { get; init; }

    [BodyField("tagline", Kinds = JsonKinds.Any)]
    public RawJson? Tagline { get; init; }

    [BodyField("short_text", Kinds = JsonKinds.Any)]
    public RawJson? ShortText { get; init; }

    [BodyField("logo", Kinds = JsonKinds.Any)]
    public RawJson? Logo { get; init; }

    [BodyField("banner_list", Kinds = JsonKinds.Any)]
    public RawJson? BannerList { get; init; }

    [BodyField("banner_detail", Kinds = JsonKinds.Any)]
    public RawJson? BannerDetail { get; init; }

    [BodyField("contact_enabled", Kinds = JsonKinds.Any)]
    public RawJson? ContactEnabled { get; init; }

    [BodyField("text_legacy", Kinds = JsonKinds.Any)]
    public RawJson? TextLegacy { get; init; }

    /// <summary>Another name of <see cref="TextLegacy"/>, which wins.</summary>
    [BodyField("text", Kinds = JsonKinds.Any)]
    public RawJson? Text { get; init; }

    [BodyField("text_content", Kinds = JsonKinds.Any)]
    public RawJson? TextContent { get; init; }

    [BodyField("size", Kinds = JsonKinds.Any)]
    public RawJson? Size { get; init; }

    [BodyField("sorting_priority", Kinds = JsonKinds.Any)]
    public RawJson? SortingPriority { get; init; }

    [BodyField("links", Kinds = JsonKinds.Any)]
    public RawJson? Links { get; init; }

    [BodyField("social_media_links", Kinds = JsonKinds.Any)]
    public RawJson? SocialMediaLinks { get; init; }

    [BodyField("staff", Kinds = JsonKinds.Any)]
    public RawJson? Staff { get; init; }

    [BodyField("room_id", Kinds = JsonKinds.Any)]
    public RawJson? Room { get; init; }

    [BodyField("highlighted_room_id", Kinds = JsonKinds.Any)]
    public RawJson? HighlightedRoom { get; init; }
}
