using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Host.Cloning;

/// <summary>Which world is copied, and in what the copy differs.</summary>
/// <param name="Id">Checked; may be taken meanwhile.</param>
/// <param name="Domain">As <paramref name="Id"/>; null: none.</param>
/// <param name="HasNewSecrets">One fresh secret instead of the original's, so that tokens of the original are refused.</param>
internal sealed record CloneRequest(WorldId Source, WorldId Id, string Title, string? Domain, bool HasNewSecrets);
