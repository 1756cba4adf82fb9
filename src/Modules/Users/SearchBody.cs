using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of <c>user.list.search</c>.</summary>
[CommandBody]
internal readonly partial record struct SearchBody
{
    [BodyField("search_term")]
    public string Term { get; init; }

    // Any kind: what is no page is an empty one behind the last.
    [BodyField("page", Kinds = JsonKinds.Any)]
    public RawJson Page { get; init; }

    [BodyField("badge", NullIsAbsent = true)]
    public string? Badge { get; init; }

    [BodyField("include_banned", Kinds = JsonKinds.Any)]
    public RawJson? IncludeBanned { get; init; }
}
