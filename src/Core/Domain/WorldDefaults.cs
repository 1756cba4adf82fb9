using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>What a new world starts with (permissions.md section 2, operations.md section 3.3).</summary>
public static class WorldDefaults
{
    public const string Locale = "en";

    public const string Timezone = "Europe/Berlin";

    /// <summary>Version of a row that has been saved once (schema.md section 2).</summary>
    public const int Version = 2;

    /// <summary>Length and alphabet of generated secrets: operations.md section 3.3.</summary>
    private const int SecretLength = 64;

    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static RawJson TraitGrants { get; } = Compact("""{"attendee": ["attendee"], "admin": ["admin"], "scheduleuser": ["schedule-update"]}"""u8);

    public static RawJson FeatureFlags { get; } = Compact("""["chat-moderation"]"""u8);

    /// <summary>The default roles; some lists hold a permission twice, as they do in existing databases.</summary>
    public static RawJson Roles { get; } = Compact(
        """
        {
          "attendee": ["world:view", "world:exhibition.contact", "world:chat.direct"],
          "viewer": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join"
          ],
          "participant": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join"
          ],
          "room_creator": ["world:rooms.create.chat"],
          "room_owner": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join",
            "room:invite", "room:delete"
          ],
          "speaker": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join",
            "room:bbb.moderate", "room:digitalsamba.speak", "room:januscall.moderate", "room:poll.early_results"
          ],
          "moderator": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join",
            "room:bbb.moderate", "room:digitalsamba.speak", "room:januscall.moderate", "room:poll.early_results", "room:viewers",
            "room:chat.moderate", "room:announce", "room:bbb.recordings", "room:digitalsamba.moderate", "room:digitalsamba.recordings",
            "room:question.moderate", "room:poll.early_results", "room:poll.manage", "world:announce"
          ],
          "admin": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join",
            "room:bbb.moderate", "room:digitalsamba.speak", "room:januscall.moderate", "room:poll.early_results", "room:viewers",
            "room:chat.moderate", "room:announce", "room:bbb.recordings", "room:digitalsamba.moderate", "room:digitalsamba.recordings",
            "room:question.moderate", "room:poll.early_results", "room:poll.manage", "world:announce", "world:rooms.create.chat", "world:update",
            "room:delete", "room:update", "world:rooms.create.bbb", "world:rooms.create.stage", "world:rooms.create.exhibition",
            "world:rooms.create.poster", "world:users.list", "world:users.manage", "world:graphs", "world:connections.unlimited"
          ],
          "apiuser": [
            "world:view", "world:exhibition.contact", "world:chat.direct", "room:view", "room:chat.read", "room:digitalsamba.join", "room:chat.join",
            "room:chat.send", "room:question.read", "room:question.ask", "room:question.vote", "room:poll.read", "room:poll.vote",
            "room:roulette.join", "room:bbb.join", "room:digitalsamba.join", "room:digitalsamba.speak", "room:januscall.join", "room:zoom.join",
            "room:bbb.moderate", "room:digitalsamba.speak", "room:januscall.moderate", "room:poll.early_results", "room:viewers",
            "room:chat.moderate", "room:announce", "room:bbb.recordings", "room:digitalsamba.moderate", "room:digitalsamba.recordings",
            "room:question.moderate", "room:poll.early_results", "room:poll.manage", "world:announce", "world:rooms.create.chat", "world:update",
            "room:delete", "room:update", "world:rooms.create.bbb", "world:rooms.create.stage", "world:rooms.create.exhibition",
            "world:rooms.create.poster", "world:users.list", "world:users.manage", "world:graphs", "world:connections.unlimited", "world:api",
            "world:secrets"
          ],
          "scheduleuser": ["world:api"]
        }
        """u8);

    /// <summary>A world as <c>create_world</c> makes it: default roles and grants, fresh keys, one secret for issuer <c>any</c> and audience <c>venueless</c>.</summary>
    public static WorldRow NewWorld(WorldId id, string title, string? domain, string secret)
    {
        var keys = VapidKeys.Create();
        var config = Encoding.UTF8.GetBytes($$"""{"JWT_secrets":{{NewSecrets(secret)}}}""");
        return new WorldRow(
            id, title, new RawJson(config), Roles, TraitGrants, domain, Locale, Timezone, FeatureFlags, null, keys.PrivateKey, keys.PublicKey, Version);
    }

    /// <summary>The value of <c>config.JWT_secrets</c> with one entry.</summary>
    public static RawJson NewSecrets(string secret) =>
        new(Encoding.UTF8.GetBytes($$"""[{"issuer":"any","audience":"venueless","secret":"{{JsonEncodedText.Encode(secret)}}"}]"""));

    /// <summary>A secret for signing tokens.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(SecretAlphabet, SecretLength);

    private static RawJson Compact(ReadOnlySpan<byte> readable)
    {
        var reader = new Utf8JsonReader(readable);
        using var document = JsonDocument.ParseValue(ref reader);
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            document.WriteTo(json);
        }

        return new RawJson(output.ToArray());
    }
}
