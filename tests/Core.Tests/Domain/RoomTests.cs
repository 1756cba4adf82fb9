using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Tests.Permissions;

namespace Venueless.Fast.Core.Tests.Domain;

public sealed class RoomTests
{
    [Fact]
    public void Modules_KeepTheirOrder_AndLeaveOutWhatIsNone()
    {
        var room = Of("""[{"type": "b", "config": {"x": 1}}, 5, {"config": {}}, {"type": 7}, {"type": "a"}, {"type": "b", "config": null}]""");

        Assert.Equal(["b", "a", "b"], room.Modules.Select(module => module.Type));
        Assert.Equal("""{"x": 1}""", room.FindModule("b")!.Config.ToString());
        Assert.Equal("{}", room.FindModule("a")!.Config.ToString());
        Assert.Equal("{}", room.Modules[2].Config.ToString());
        Assert.Null(room.FindModule("c"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{}")]
    public void Modules_Malformed_AreNone(string? modules) => Assert.Empty(Of(modules).Modules);

    [Theory]
    [InlineData("""[{"type": "chat.native", "config": {"volatile": true}}]""", true)]
    [InlineData("""[{"type": "chat.native", "config": {"volatile": null}}]""", false)]
    [InlineData("""[{"type": "chat.native"}]""", false)]
    [InlineData("""[{"type": "chat.native"}, {"type": "chat.native", "config": {"volatile": true}}]""", false)]
    public void IsChatVolatile_IsTheFirstChatModules(string modules, bool expected) => Assert.Equal(expected, Of(modules).IsChatVolatile);

    private static Room Of(string? modules) =>
        new(Subjects.Room(Subjects.Room1, null) with { ModuleConfig = modules is null ? null : Subjects.Json(modules) });
}
