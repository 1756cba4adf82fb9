using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Venueless.Fast.Transport.Outbound;

/// <summary>One system call that hands bytes to a socket. Thread-safe.</summary>
/// <remarks>
/// Per delivery, 0 B. On Linux the call itself, through a pointer, which the compiler inlines: the layers of
/// <see cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags, out SocketError)"/> between it and us are a fiftieth of a send, and the stub of an import that was compiled
/// ahead another hundredth. A handle that was closed is found out by all of them.
/// </remarks>
internal static unsafe class NonBlockingSend
{
    private const int WouldBlock = 11; // EAGAIN

    // MSG_NOSIGNAL: a peer that is gone is a result. MSG_DONTWAIT: whatever the socket says.
    private const int Flags = 0x4000 | 0x40;

    // Of the C library, which is there before us. Null where there is none like it: the framework sends.
    private static readonly delegate* unmanaged<int, byte*, nint, int, nint> SystemSend =
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "send", out var address)
            ? (delegate* unmanaged<int, byte*, nint, int, nint>)address
            : null;

    /// <summary>False: the connection is gone.</summary>
    /// <param name="handle">Of the socket, which is non-blocking.</param>
    /// <param name="sent">How many of the bytes there was room for.</param>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public static bool TrySend(Socket socket, SafeSocketHandle handle, ReadOnlySpan<byte> bytes, out int sent)
    {
        if (SystemSend is not null)
        {
            sent = SendOnLinux(handle, bytes);
            if (sent >= 0)
            {
                return true;
            }
        }

        // Rarely, and nothing was sent: the framework says what is the matter.
        return TrySendAnywhere(socket, bytes, out sent);
    }

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

    /// <summary>Negative: it has failed.</summary>
    private static int SendOnLinux(SafeSocketHandle handle, ReadOnlySpan<byte> bytes)
    {
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            fixed (byte* first = bytes)
            {
                var sent = (int)SystemSend((int)handle.DangerousGetHandle(), first, bytes.Length, Flags);
                return sent < 0 && Marshal.GetLastSystemError() == WouldBlock ? 0 : sent;
            }
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }
}
