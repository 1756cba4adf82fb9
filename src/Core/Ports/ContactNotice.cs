using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>A contact request after a change, and who has to hear of it.</summary>
/// <param name="Staff">Of the exhibitor, in the order of the staff rows.</param>
public sealed record ContactNotice(ContactRequest Request, IReadOnlyList<UserId> Staff);
