using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Protocol;

/// <summary>Writes what staff and requesters see of an exhibition (exhibition.md section 1).</summary>
public static class ExhibitionObject
{
    /// <summary>The value of <c>exhibition</c> in <c>authenticated</c> and of <c>data</c> in updates of it.</summary>
    /// <param name="now">Decides whether users are inactive.</param>
    public static void Write(Utf8JsonWriter json, ExhibitionData data, World world, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WritePropertyName("exhibitors"u8);
        WriteNames(json, data.Exhibitors);
        json.WriteStartArray("contact_requests"u8);
        foreach (var request in data.Requests)
        {
            Write(json, request, world, now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Short exhibitors.</summary>
    public static void WriteNames(Utf8JsonWriter json, IReadOnlyList<ExhibitorName> exhibitors)
    {
        json.WriteStartArray();
        foreach (var exhibitor in exhibitors)
        {
            WriteName(json, exhibitor);
        }

        json.WriteEndArray();
    }

    /// <summary>One contact request as a value of its own, for several messages.</summary>
    /// <inheritdoc cref="Write(Utf8JsonWriter, ExhibitionData, World, DateTimeOffset)"/>
    public static RawJson Encode(ContactRequest request, World world, DateTimeOffset now) =>
        new(MessageBuffer.Encode(json => Write(json, request, world, now)));

    private static void Write(Utf8JsonWriter json, ContactRequest request, World world, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, request.Id.Value);
        json.WritePropertyName("exhibitor"u8);
        WriteName(json, request.Exhibitor);
        WriteUser(json, "user"u8, request.User, world, now);
        json.WriteString("state"u8, request.State);
        WriteUser(json, "answered_by"u8, request.AnsweredBy, world, now);
        if (request.Timestamp is { } timestamp)
        {
            json.WriteTimestamp("timestamp"u8, timestamp);
        }
        else
        {
            json.WriteNull("timestamp"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, ExhibitorName exhibitor)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, exhibitor.Id.Value);
        json.WriteString("name"u8, exhibitor.Name);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, ReadOnlySpan<byte> name, User? user, World world, DateTimeOffset now)
    {
        if (user is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WritePropertyName(name);
        UserObject.Write(json, user, world, now, UserView.Unbadged);
    }
}
