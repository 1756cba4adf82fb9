using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Files;

/// <summary>Copies within the media folder of this machine. Thread-safe.</summary>
/// <param name="folder">Full path; need not exist.</param>
public sealed class MediaCopies(string folder) : IMediaCopies
{
    private const int BufferBytes = 128 * 1024;

    // http.md section 4.4. A front server of another user may read the files.
    private const UnixFileMode ReadableMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = ReadableMode | UnixFileMode.GroupWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _folder = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;

    /// <inheritdoc/>
    public bool Exists(string path) => TryLocate(path, out var file) && File.Exists(file);

    /// <inheritdoc/>
    public async Task CopyAsync(string from, string to, CancellationToken cancellation = default)
    {
        if (!TryLocate(from, out var source) || !TryLocate(to, out var target))
        {
            throw new IOException($"{from}: not below the media folder");
        }

        MakeFolder(Path.GetDirectoryName(target)!);
        var unfinished = $"{target}.part";
        try
        {
            await WriteAsync(source, unfinished, cancellation);
            File.Move(unfinished, target);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static async Task WriteAsync(string source, string unfinished, CancellationToken cancellation)
    {
        await using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, useAsync: true);
        await using var output = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
        await input.CopyToAsync(output, BufferBytes, cancellation);
        output.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows())
        {
            // Past the process's mask.
            File.SetUnixFileMode(unfinished, ReadableMode);
        }
    }

    // From the media folder down: only what is new gets our mode, and its parents exist by then.
    private void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (path.Length > _folder.Length)
        {
            MakeFolder(Path.GetDirectoryName(path)!);
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, FolderMode);
        }
    }

    // Rows may have been edited by hand.
    private bool TryLocate(string path, out string file)
    {
        file = path.Contains('\0', StringComparison.Ordinal) ? _folder : Path.GetFullPath(path, _folder);
        return file.Length > _folder.Length && file.StartsWith(_folder, StringComparison.Ordinal);
    }
}
