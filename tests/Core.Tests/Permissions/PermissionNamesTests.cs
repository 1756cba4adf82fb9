using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Core.Tests.Permissions;

public sealed class PermissionNamesTests
{
    // permissions.md section 1, in its order (scenario 22); written out so that a moved line shows.
    private static readonly string[] Expected =
    [
        "world:view", "world:update", "world:announce", "world:secrets", "world:api", "world:graphs", "world:rooms.create.stage",
        "world:rooms.create.chat", "world:rooms.create.bbb", "world:rooms.create.exhibition", "world:rooms.create.poster", "world:users.list",
        "world:users.manage", "world:chat.direct", "world:exhibition.contact", "world:connections.unlimited", "room:announce", "room:view",
        "room:update", "room:delete", "room:chat.read", "room:chat.join", "room:chat.send", "room:viewers", "room:invite", "room:invite.anonymous",
        "room:chat.moderate", "room:januscall.join", "room:januscall.moderate", "room:bbb.join", "room:bbb.moderate", "room:bbb.recordings",
        "room:digitalsamba.join", "room:digitalsamba.speak", "room:digitalsamba.moderate", "room:digitalsamba.recordings", "room:zoom.join",
        "room:question.read", "room:question.ask", "room:question.vote", "room:question.moderate", "room:roulette.join", "room:poll.read",
        "room:poll.early_results", "room:poll.vote", "room:poll.manage",
    ];

    [Fact]
    public void All_IsTheSpecifiedListInItsOrder()
    {
        Assert.Equal(46, Expected.Length);
        Assert.Equal(Expected, PermissionNames.All);
    }

    [Fact]
    public void Of_EveryPermission_IsTheNameOfItsMember()
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var name = PermissionNames.Of(permission);
            Assert.Equal(permission.ToString(), name.Replace(":", ".").Replace("_", ".").Split('.').Aggregate("", (all, part) => all + char.ToUpperInvariant(part[0]) + part[1..]));
            Assert.True(PermissionNames.TryParse(name, out var parsed));
            Assert.Equal(permission, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("world:rooms.create")]
    [InlineData("World:View")]
    public void TryParse_UnknownString_IsRefused(string name) => Assert.False(PermissionNames.TryParse(name, out _));
}
