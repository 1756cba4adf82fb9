namespace Venueless.Fast.Compare.Peers;

/// <summary>The servers that this program can be itself, as a child process.</summary>
internal enum PeerKind
{
    RawSend,
    RawMerge,
    KestrelEcho,
    AspNet,
    SignalR,
}
