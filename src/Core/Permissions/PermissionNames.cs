using System.Collections.Frozen;

namespace Venueless.Fast.Core.Permissions;

/// <summary>Wire strings of the permissions, by bit.</summary>
public static class PermissionNames
{
    private static readonly string[] Names =
    [
        "world:view", "world:update", "world:announce", "world:secrets", "world:api", "world:graphs",
        "world:rooms.create.stage", "world:rooms.create.chat", "world:rooms.create.bbb", "world:rooms.create.exhibition", "world:rooms.create.poster",
        "world:users.list", "world:users.manage", "world:chat.direct", "world:exhibition.contact", "world:connections.unlimited",
        "room:announce", "room:view", "room:update", "room:delete", "room:chat.read", "room:chat.join", "room:chat.send", "room:viewers",
        "room:invite", "room:invite.anonymous", "room:chat.moderate", "room:januscall.join", "room:januscall.moderate",
        "room:bbb.join", "room:bbb.moderate", "room:bbb.recordings", "room:digitalsamba.join", "room:digitalsamba.speak",
        "room:digitalsamba.moderate", "room:digitalsamba.recordings", "room:zoom.join", "room:question.read", "room:question.ask",
        "room:question.vote", "room:question.moderate", "room:roulette.join", "room:poll.read", "room:poll.early_results",
        "room:poll.vote", "room:poll.manage",
    ];

    private static readonly FrozenDictionary<string, Permission> ByName = BuildIndex();

    /// <summary>All 46 in the order of permissions.md section 1.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>Wire string of a permission.</summary>
    public static string Of(Permission permission) => Names[(int)permission];

    /// <summary>False for strings that no check knows; they are legal in roles and kept for the client's list.</summary>
    public static bool TryParse(string name, out Permission permission) => ByName.TryGetValue(name, out permission);

    private static FrozenDictionary<string, Permission> BuildIndex()
    {
        var index = new Dictionary<string, Permission>(Names.Length, StringComparer.Ordinal);
        for (var bit = 0; bit < Names.Length; bit++)
        {
            index.Add(Names[bit], (Permission)bit);
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
