using System.Runtime.InteropServices;

namespace Venueless.Fast.Compare.Peers.Epoll;

/// <summary>The system calls of the raw servers, Linux.</summary>
internal static partial class Libc
{
    public const int WouldBlock = 11; // EAGAIN
    public const int Interrupted = 4; // EINTR
    public const uint Readable = 0x001; // EPOLLIN
    public const uint Writable = 0x004; // EPOLLOUT
    public const uint HungUp = 0x018; // EPOLLERR | EPOLLHUP
    public const int Add = 1; // EPOLL_CTL_ADD
    public const int Modify = 3; // EPOLL_CTL_MOD
    public const int NonBlocking = 0x800; // SOCK_NONBLOCK
    public const int NoSignal = 0x4000; // MSG_NOSIGNAL: a peer that is gone is a result, not SIGPIPE

    private const int TcpLevel = 6;
    private const int TcpNoDelay = 1;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, in byte readiness);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, ref byte readiness, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int listener, IntPtr address, IntPtr addressLength, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, ref readonly byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>Small messages leave at once; as every other server of the comparison sets it.</summary>
    public static void SetNoDelay(int descriptor)
    {
        var on = 1;
        _ = SetOption(descriptor, TcpLevel, TcpNoDelay, in on, sizeof(int));
    }

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(int descriptor, int level, int option, in int value, int length);
}
