using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who changes an exhibitor of which world, for versions and audit log.</summary>
/// <param name="Describe">The exhibitor as it stands in the audit log. Pure: a write may be repeated.</param>
public sealed record ExhibitorAuthor(WorldId World, UserId User, DateTimeOffset Now, Func<ExhibitorDetails, RawJson> Describe);
