using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Venueless.Fast.Host.Logging;

/// <summary>Opens files that several processes append to at the same time.</summary>
/// <remarks>
/// The framework's <see cref="FileMode.Append"/> only begins at the end: afterwards each process writes where its own last line ended, over the others' lines. With O_APPEND
/// Linux appends each write, whatever offset it is given.
/// </remarks>
internal static partial class AppendingFile
{
    // O_WRONLY, O_CREAT, O_APPEND, O_CLOEXEC: the same on x64 and arm64.
    private const int Flags = 0x1 | 0x40 | 0x400 | 0x80000;

    // rw-rw-rw- less the umask, as for every file of the framework's.
    private const int Mode = 0x1B6;

    /// <exception cref="IOException">It cannot be opened; the message says why.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }

        var handle = Open(path, Flags, Mode);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw new IOException($"{path}: {new Win32Exception(error).Message}");
        }

        return new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);
}
