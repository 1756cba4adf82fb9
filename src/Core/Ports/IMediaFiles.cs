namespace Venueless.Fast.Core.Ports;

/// <summary>The files behind the rows of <c>storage_storedfile</c>. Thread-safe.</summary>
public interface IMediaFiles
{
    /// <summary>Deletes files whose rows are gone. Never throws: a file that stays costs its place and nothing else.</summary>
    /// <param name="paths">As in <c>storage_storedfile.file</c>, below the media folder.</param>
    void Delete(IReadOnlyList<string> paths);
}
