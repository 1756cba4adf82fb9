using System.Net.Sockets;
using System.Text;

namespace Venueless.Fast.Host.Operators;

/// <summary>
/// The address by which the system finds the control socket. It takes about a hundred bytes of path, and data folders may lie deeper: then a symbolic link in a folder of
/// our own, for as long as binding or connecting takes, leads to the data folder. The socket itself is always in there.
/// </summary>
internal sealed class ControlSocketAddress : IDisposable
{
    // 108 of Linux and 104 of macOS, each with a zero at the end.
    private const int MaxBytes = 103;

    private const string LinkName = "d";

    private readonly string? _linkFolder;

    private ControlSocketAddress(UnixDomainSocketEndPoint endPoint, string? linkFolder)
    {
        EndPoint = endPoint;
        _linkFolder = linkFolder;
    }

    /// <summary>To be used before this is disposed.</summary>
    public UnixDomainSocketEndPoint EndPoint { get; }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when there is no place for the link, <see cref="ArgumentException"/> when it is deep as well.</summary>
    /// <param name="path">Full path of the socket.</param>
    public static ControlSocketAddress Of(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) <= MaxBytes)
        {
            return new ControlSocketAddress(new UnixDomainSocketEndPoint(path), null);
        }

        // For us alone, and under a name that nobody could have taken.
        var folder = Directory.CreateTempSubdirectory("venueless-").FullName;
        try
        {
            var link = Path.Combine(folder, LinkName);
            Directory.CreateSymbolicLink(link, Path.GetDirectoryName(path)!);
            return new ControlSocketAddress(new UnixDomainSocketEndPoint(Path.Combine(link, Path.GetFileName(path))), folder);
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    public void Dispose()
    {
        if (_linkFolder is not null)
        {
            Remove(_linkFolder);
        }
    }

    // The link first: nothing may go through it to the data folder.
    private static void Remove(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, LinkName));
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty folder stays where such things are cleared away from time to time.
        }
    }
}
