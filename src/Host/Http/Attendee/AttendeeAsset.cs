using Microsoft.Net.Http.Headers;

namespace Venueless.Fast.Host.Http.Attendee;

/// <summary>One file of the page, loaded once at start-up. <paramref name="Bytes"/> are shared by all responses and never written to.</summary>
internal sealed record AttendeeAsset(string Name, string ContentType, byte[] Bytes, EntityTagHeaderValue EntityTag);
