using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Refusals of the <c>poster</c> namespace (posters.md).</summary>
internal static class PosterErrors
{
    /// <summary>No such poster, or not the room that it should hang in.</summary>
    public static readonly ErrorCode UnknownPoster = new("poster.unknown_poster");

    /// <summary>Neither may create posters nor presents this one.</summary>
    public static readonly ErrorCode NotPresenter = new("poster.not_presenter");
}
