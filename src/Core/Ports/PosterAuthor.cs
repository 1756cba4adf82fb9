using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who changes a poster, when, and how the audit log is to show it.</summary>
/// <param name="Describe">The poster object of posters.md section 1. Called by the writer: pure and quick.</param>
public sealed record PosterAuthor(WorldId World, UserId User, DateTimeOffset Now, Func<Poster, RawJson> Describe);
