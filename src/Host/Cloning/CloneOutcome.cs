using Venueless.Fast.Core.Domain.Cloning;

namespace Venueless.Fast.Host.Cloning;

/// <summary>What became of a <see cref="CloneRequest"/>.</summary>
/// <param name="Copy">As stored; null: the id or the domain is taken, and nothing was written.</param>
/// <param name="MissingFiles">Files that the original refers to but that are not in the media folder: the copy has the original's URLs.</param>
internal sealed record CloneOutcome(ClonedWorld? Copy, IReadOnlyList<string> MissingFiles);
