using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Generators.Tests.Samples;

namespace Venueless.Fast.Generators.Tests;

/// <summary>The table that the generator emitted for <c>Samples/</c>.</summary>
public sealed class CommandTableTests
{
    private const string Valid = "\"event_type\":\"x\"";

    private readonly AnyModule _any = new();
    private readonly RoomModule _rooms = new();
    private readonly ServerCommandTable _table;

    public CommandTableTests() => _table = new ServerCommandTable(_any, _rooms);

    [Fact]
    public void NameOf_EveryNumber_IsInOrdinalOrder()
    {
        string[] expected = ["chat.join", "chat.send", "room.enter", "room.online_status", "world.lisp", "world.list", "world.list.all"];

        Assert.Equal(expected, Enumerable.Range(0, _table.Count).Select(_table.NameOf));
        Assert.Equal(Enumerable.Range(0, _table.Count), expected.Select(Find));
    }

    [Fact]
    public void Find_NearMisses_FindsNothing()
    {
        for (var number = 0; number < _table.Count; number++)
        {
            var name = _table.NameOf(number);
            for (var length = 0; length < name.Length; length++)
            {
                Assert.Equal(name[..length] == "world.list" ? 5 : -1, Find(name[..length]));
                Assert.Equal(-1, Find(name[..length] + name[length..].ToUpperInvariant()));
                Assert.Equal(-1, Find(name.Remove(length, 1).Insert(length, "~")));
            }

            Assert.Equal(-1, Find(name + "x"));
            Assert.Equal(-1, Find(name + "."));
            Assert.Equal(-1, Find(name + "\0"));
            Assert.Equal(-1, Find(" " + name));
        }

        Assert.Equal(-1, Find(""));
        Assert.Equal(-1, Find(new string('x', 10_000)));
    }

    [Fact]
    public void UsesRoom_EveryCommand_IsTrueForRoomAndChannelGates() =>
        Assert.Equal(["chat.join", "chat.send", "room.enter", "room.online_status"], Enumerable.Range(0, _table.Count).Where(_table.UsesRoom).Select(_table.NameOf));

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public Task InvokeAsync_UnknownNumber_Throws(int number) =>
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _table.InvokeAsync(number, TestContexts.Create(), "{}"u8));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[[[]]]")]
    public async Task InvokeAsync_HandlerWithoutBody_IgnoresTheBody(string body)
    {
        Assert.False((await InvokeAsync("world.list", TestContexts.Create(), body)).IsError);
        Assert.Equal("world.list", _any.Called);
    }

    [Fact]
    public async Task InvokeAsync_WithoutWorldPermission_IsDeniedBeforeTheBodyIsRead()
    {
        var result = await InvokeAsync("world.lisp", TestContexts.Create("world:view"), "7");

        Assert.Equal(("auth.denied", ErrorMessages.PermissionDenied), (Code(result), result.Message));
        Assert.Null(_any.Called);
    }

    [Theory]
    [InlineData("world:users.manage")]
    [InlineData("world:update")]
    public async Task InvokeAsync_WithOneOfTheWorldPermissions_BindsAndCalls(string permission)
    {
        Assert.False((await InvokeAsync("world.lisp", TestContexts.Create(permission), """{"page":3}""")).IsError);
        Assert.Equal(3, _any.Optional.Page);
    }

    // Each row passes one gate more than the one before: world permission, object, room, module, room permission, body.
    [Theory]
    [InlineData("", "7", "auth.denied", "Permission denied.")]
    [InlineData("world:update", "7", "protocol.invalid_body", "body: expected an object")]
    [InlineData("world:update", "{}", "room.unknown", "Unknown room ID")]
    [InlineData("world:update", """{"room":7}""", "room.unknown", "Unknown room ID")]
    [InlineData("world:update", $$"""{"room":"{{TestContexts.PlainRoom}}"}""", "room.unknown", "Room does not contain a matching module.")]
    [InlineData("world:update", $$"""{"room":"{{TestContexts.ChatRoom}}"}""", "protocol.denied", "Permission denied.")]
    [InlineData("world:update,room:delete", $$"""{"room":"{{TestContexts.ChatRoom}}"}""", "protocol.invalid_body", "body.channel: required")]
    public async Task InvokeAsync_FailingStep_DecidesTheAnswer(string permissions, string body, string code, string message)
    {
        var result = await InvokeAsync("room.online_status", TestContexts.Create(permissions.Split(',')), body);

        Assert.Equal((code, message), (Code(result), result.Message));
        Assert.Null(_rooms.Called);
    }

    [Fact]
    public async Task InvokeAsync_AllStepsPass_CallsWithRoomAndBody()
    {
        var context = TestContexts.Create("world:update", "room:update");
        var body = $$"""{"room":"{{TestContexts.ChatRoom}}","channel":"{{TestContexts.Channel}}",{{Valid}}}""";

        Assert.False((await InvokeAsync("room.online_status", context, body)).IsError);
        Assert.Equal("room.online_status", _rooms.Called);
        Assert.Equal("x", _rooms.Body.EventType);
        Assert.Equal(Guid.Parse(TestContexts.ChatRoom), context.Room!.Id.Value);
        Assert.Null(context.Channel);
    }

    [Theory]
    [InlineData("room:chat.send", "7", "protocol.invalid_body", "body: expected an object")]
    [InlineData("room:chat.send", "{}", "chat.unknown", "Unknown channel ID")]
    [InlineData("", $$"""{"channel":"{{TestContexts.Channel}}"}""", "protocol.denied", "Permission denied.")]
    [InlineData("room:chat.send", $$"""{"channel":"{{TestContexts.Channel}}"}""", "protocol.invalid_body", "body.event_type: required")]
    public async Task InvokeAsync_ChannelGate_DecidesTheAnswer(string permissions, string body, string code, string message)
    {
        var result = await InvokeAsync("chat.send", TestContexts.Create(permissions.Split(',')), body);

        Assert.Equal((code, message), (Code(result), result.Message));
    }

    [Theory]
    [InlineData("{}", "room.unknown", "Unknown room ID")]
    [InlineData($$"""{"room":"{{TestContexts.ChatRoom}}"}""", "protocol.invalid_body", "body.channel: required")]
    [InlineData("""{"channel":7}""", "room.unknown", "Unknown room ID")]
    public async Task InvokeAsync_ChannelGateOfARoomCommand_AnswersAMissingChannelAsOneOfRooms(string body, string code, string message)
    {
        var result = await InvokeAsync("chat.join", TestContexts.Create("room:chat.join"), body);

        Assert.Equal((code, message), (Code(result), result.Message));
        Assert.Null(_rooms.Called);
    }

    [Fact]
    public async Task InvokeAsync_ChannelGatePasses_SetsTheChannel()
    {
        var context = TestContexts.Create("room:chat.send");

        Assert.False((await InvokeAsync("chat.send", context, $$"""{"channel":"{{TestContexts.Channel}}",{{Valid}}}""")).IsError);
        Assert.Equal(Guid.Parse(TestContexts.Channel), context.Channel!.Value.Value);
        Assert.Equal("chat.send", _rooms.Called);
    }

    // ValueTextEquals of the runtime throws here.
    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"ro\udc00m":1}""")]
    [InlineData("""{"\u0000":"\ud800"}""")]
    public async Task InvokeAsync_GateMeetsHalfSurrogateKey_PassesOverIt(string body)
    {
        Assert.Equal("room.unknown", Code(await InvokeAsync("room.enter", TestContexts.Create("room:view"), body)));
        Assert.Equal("chat.unknown", Code(await InvokeAsync("chat.send", TestContexts.Create("room:chat.send"), body)));
    }

    [Fact]
    public async Task InvokeAsync_GateMeetsEscapedKeyAndValue_ReadsThem()
    {
        var escaped = string.Concat(TestContexts.ChatRoom.Select(static character => $"\\u{(int)character:x4}"));

        Assert.False((await InvokeAsync("room.enter", TestContexts.Create("room:view"), $$"""{"\u0072oom":"{{escaped}}"}""")).IsError);
    }

    [Fact]
    public void InvokeAsync_WithoutBody_AllocatesNothing()
    {
        var context = TestContexts.Create();
        Assert.Equal(0, Measure(() => Run(context, "world.list"u8, "{}"u8)));
    }

    [Fact]
    public void InvokeAsync_WithGatesAndPlainBody_AllocatesNothing()
    {
        var world = TestContexts.Create("world:update");
        Assert.Equal(0, Measure(() => Run(world, "world.lisp"u8, """{"unknown":[1,2],"page":12}"""u8)));

        var room = TestContexts.Create("room:view");
        Assert.Equal(0, Measure(() => Run(room, "room.enter"u8, """{"room":"10000000-0000-0000-0000-000000000001"}"""u8)));
    }

    [Fact]
    public void Find_UnknownName_AllocatesNothing() => Assert.Equal(0, Measure(() => _table.Find("world.nothing"u8)));

    private void Run(CommandContext context, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        var task = _table.InvokeAsync(_table.Find(name), context, body);
        if (!task.IsCompletedSuccessfully || task.GetAwaiter().GetResult().IsError)
        {
            throw new InvalidOperationException("The command was refused.");
        }
    }

    private static long Measure(Action action)
    {
        for (var run = 0; run < 200; run++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 1000; run++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private int Find(string name) => _table.Find(Encoding.UTF8.GetBytes(name));

    private ValueTask<CommandResult> InvokeAsync(string name, CommandContext context, string body) =>
        _table.InvokeAsync(Find(name), context, Encoding.UTF8.GetBytes(body));

    private static string? Code(CommandResult result) => result.ErrorCode?.Code;
}
