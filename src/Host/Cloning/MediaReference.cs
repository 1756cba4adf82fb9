namespace Venueless.Fast.Host.Cloning;

/// <summary>The URL of what may be a stored file, in a text.</summary>
/// <param name="Start">Where the URL begins.</param>
/// <param name="Length">Up to the end of its path: a query stays as it is.</param>
/// <param name="Path">As in <c>storage_storedfile.file</c>.</param>
/// <param name="NewPrefix">What stands before the path in the copy.</param>
internal readonly record struct MediaReference(int Start, int Length, string Path, string NewPrefix);
