namespace Venueless.Fast.Core.Domain;

/// <summary>A row of <c>storage_storedfile</c> and its file.</summary>
/// <param name="Path">Below the media folder; empty: there is no file.</param>
public sealed record StoredFile(Guid Id, string Path);
