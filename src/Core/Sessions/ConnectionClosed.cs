namespace Venueless.Fast.Core.Sessions;

/// <summary>How a connection ended, given to <see cref="IMessageHandler.OnClosedAsync"/>.</summary>
/// <param name="Reason">The first reason that was given, by either side.</param>
/// <param name="PeerCode">The close code the peer sent; null when its close frame carried none (1005) or none came (1006).
/// 1000 and 1001 hang up calls (calls.md).</param>
public readonly record struct ConnectionClosed(CloseReason Reason, ushort? PeerCode);
