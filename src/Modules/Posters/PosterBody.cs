using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Body of the commands about one poster.</summary>
[CommandBody]
internal readonly partial record struct PosterBody
{
    [BodyField("poster")]
    public Guid Poster { get; init; }
}
