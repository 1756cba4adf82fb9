using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who changes a world, when, and how the audit log is to show it.</summary>
/// <param name="Describe">The configuration of world.md section 3. Called by the writer: pure and quick.</param>
public sealed record WorldAuthor(UserId User, DateTimeOffset Now, Func<WorldRow, RawJson> Describe);
