using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>One system call that hands bytes to a socket. Thread-safe.</summary>
/// <remarks>
/// Per delivery, 0 B. On Linux the call itself: the layers of <see cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags, out SocketError)"/> between it and us are a
/// fiftieth of a send. A handle that was closed is found out by both.
/// </remarks>
internal static partial class NonBlockingSend
{
    private const int WouldBlock = 11; // EAGAIN
    private const int Interrupted = 4; // EINTR

    // MSG_NOSIGNAL: a peer that is gone is a result. MSG_DONTWAIT: whatever the socket says.
    private const int Flags = 0x4000 | 0x40;

    /// <summary>False: the connection is gone.</summary>
    /// <param name="handle">Of the socket, which is non-blocking.</param>
    /// <param name="sent">How many of the bytes there was room for.</param>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public static bool TrySend(Socket socket, SafeSocketHandle handle, ReadOnlySpan<byte> bytes, out int sent) =>
        OperatingSystem.IsLinux() ? TrySendOnLinux(handle, bytes, out sent) : TrySendAnywhere(socket, bytes, out sent);

    internal static bool TrySendAnywhere(Socket socket, ReadOnlySpan<byte> bytes, out int sent)
    {
        sent = socket.Send(bytes, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            sent = 0;
            return true;
        }

        return error == SocketError.Success;
    }

    private static bool TrySendOnLinux(SafeSocketHandle handle, ReadOnlySpan<byte> bytes, out int sent)
    {
        while (true)
        {
            sent = (int)Send(handle, in MemoryMarshal.GetReference(bytes), bytes.Length, Flags);
            if (sent >= 0)
            {
                return true;
            }

            sent = 0;
            switch (Marshal.GetLastPInvokeError())
            {
                case WouldBlock:
                    return true;
                case Interrupted:
                    continue;
                default:
                    return false;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(SafeSocketHandle handle, ref readonly byte bytes, nint length, int flags);
}
