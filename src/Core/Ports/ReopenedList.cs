using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Ports;

/// <summary>The channel list of a user to whom a write has brought a hidden channel back, as of that write and before its event.</summary>
public readonly record struct ReopenedList(UserId User, IReadOnlyList<ListedChannel> Channels);
