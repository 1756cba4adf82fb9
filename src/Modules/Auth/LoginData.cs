using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Auth;

/// <summary>What the stores tell about one user at a login.</summary>
internal sealed record LoginData(LoginSheet Sheet, IReadOnlyDictionary<ChannelId, long> ReadPointers);
