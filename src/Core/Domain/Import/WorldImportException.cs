namespace Venueless.Fast.Core.Domain.Import;

/// <summary>An import document is not what operations.md section 4 describes; nothing has been written.</summary>
/// <remarks>The message starts with the JSON path, so that an operator finds the place: <c>rooms[3].modules[0].type: expected a string</c>.</remarks>
public sealed class WorldImportException : Exception
{
    public WorldImportException()
    {
    }

    public WorldImportException(string message)
        : base(message)
    {
    }

    public WorldImportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>For the value at a path; the empty path is the document itself.</summary>
    public static WorldImportException At(string path, string problem) => new($"{(path.Length == 0 ? "document" : path)}: {problem}");
}
