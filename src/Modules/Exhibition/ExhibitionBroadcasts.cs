using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Unsolicited messages of the exhibition module (exhibition.md section 3). Each is encoded once for all its receivers.</summary>
internal static class ExhibitionBroadcasts
{
    /// <summary><c>["exhibition.contact_request", {"contact_request", "id", "exhibitor_id", "user_id", "state"}]</c> to the staff.</summary>
    /// <param name="encoded">The request as the reply has it.</param>
    public static Broadcast ContactRequest(ContactRequest request, RawJson encoded)
    {
        var buffer = Begin("exhibition.contact_request"u8);
        buffer.Json.WriteRaw("contact_request"u8, encoded.Utf8);
        buffer.Json.WriteString("id"u8, request.Id.Value);
        buffer.Json.WriteString("exhibitor_id"u8, request.Exhibitor.Id.Value);
        buffer.Json.WriteString("user_id"u8, request.User!.Id.Value);
        buffer.Json.WriteString("state"u8, request.State);
        return Finish(buffer);
    }

    /// <summary><c>["exhibition.contact_accepted", {"contact_request", "channel"}]</c> to who has asked.</summary>
    /// <param name="channel">Whatever the client has sent.</param>
    public static Broadcast ContactAccepted(RawJson encoded, RawJson channel)
    {
        var buffer = Begin("exhibition.contact_accepted"u8);
        buffer.Json.WriteRaw("contact_request"u8, encoded.Utf8);
        buffer.Json.WriteRaw("channel"u8, channel.Utf8);
        return Finish(buffer);
    }

    /// <summary><c>["exhibition.contact_request_close", {"contact_request"}]</c> to the staff.</summary>
    public static Broadcast ContactClosed(RawJson encoded)
    {
        var buffer = Begin("exhibition.contact_request_close"u8);
        buffer.Json.WriteRaw("contact_request"u8, encoded.Utf8);
        return Finish(buffer);
    }

    /// <summary><c>["exhibition.exhibition_data_update", {"data": …}]</c> to members of staff.</summary>
    public static Broadcast DataUpdate(ExhibitionData data, World world, DateTimeOffset now)
    {
        var buffer = Begin("exhibition.exhibition_data_update"u8);
        buffer.Json.WritePropertyName("data"u8);
        ExhibitionObject.Write(buffer.Json, data, world, now);
        return Finish(buffer);
    }

    /// <summary>Adds a broadcast to every connection of these users.</summary>
    /// <param name="broadcast">Ownership moves here.</param>
    public static void AddFor(this PushList pushes, IReadOnlyList<UserId> users, Broadcast broadcast)
    {
        if (users.Count == 0)
        {
            broadcast.Dispose();
        }
        else
        {
            pushes.Add(new UserTopics(users), broadcast);
        }
    }

    /// <summary>Adds what the staff is told when a request is no longer open.</summary>
    public static void AddClosed(this PushList pushes, ContactNotice notice, RawJson encoded) => pushes.AddFor(notice.Staff, ContactClosed(encoded));

    private static MessageBuffer Begin(ReadOnlySpan<byte> name)
    {
        var buffer = MessageBuffer.Rent();
        buffer.Buffer.Write("[\""u8);
        buffer.Buffer.Write(name);
        buffer.Buffer.Write("\","u8);
        buffer.Json.WriteStartObject();
        return buffer;
    }

    /// <summary>Closes the message and gives the buffer back.</summary>
    private static SingleFormBroadcast Finish(MessageBuffer buffer)
    {
        buffer.Json.WriteEndObject();
        buffer.Json.Flush();
        buffer.Buffer.Write("]"u8);
        var frame = buffer.ToFrame();
        buffer.Return();
        return new SingleFormBroadcast(frame);
    }
}
