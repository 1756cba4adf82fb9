namespace Venueless.Fast.Core.Domain.Cloning;

/// <summary>One row of <c>storage_storedfile</c> that belongs to no user and never expires.</summary>
/// <param name="Path">Below the media folder: <c>pub/&lt;world&gt;/&lt;id&gt;.&lt;12 characters&gt;.&lt;extension&gt;</c> (schema.md section 3.7).</param>
/// <param name="Filename">As the uploader called it.</param>
/// <param name="Date">Null for old rows.</param>
public sealed record ClonedFile(Guid Id, string Path, string Filename, string Type, DateTimeOffset? Date, bool IsPublic);
