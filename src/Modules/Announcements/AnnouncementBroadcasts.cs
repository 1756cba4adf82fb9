using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Unsolicited messages of the announcements module.</summary>
internal static class AnnouncementBroadcasts
{
    /// <summary><c>["announcement.created_or_updated", {"id", "text", "show_until", "state"}]</c> to everybody in the world; one form for all.</summary>
    public static Broadcast Changed(Announcement announcement)
    {
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Buffer.Write("[\"announcement.created_or_updated\","u8);
            buffer.Json.WriteStartObject();
            AnnouncementObject.WriteMembers(buffer.Json, announcement);
            buffer.Json.WriteEndObject();
            buffer.Json.Flush();
            buffer.Buffer.Write("]"u8);
            return new SingleFormBroadcast(buffer.ToFrame());
        }
        finally
        {
            buffer.Return();
        }
    }
}
