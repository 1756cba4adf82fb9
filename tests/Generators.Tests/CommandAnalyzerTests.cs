using Venueless.Fast.Generators.Tests.Harness;

namespace Venueless.Fast.Generators.Tests;

public sealed class CommandAnalyzerTests
{
    [Fact]
    public async Task Analyze_SameNameTwice_ReportsTheSecond()
    {
        var text = await AnalyzeOneAsync(
            "VF0001",
            InModule(
                """
                [Command("chat.send")] public ValueTask<CommandResult> A(CommandContext context) => default;
                [Command("chat.send")] public ValueTask<CommandResult> B(CommandContext context) => default;
                """));

        Assert.Equal("The command 'chat.send' is already handled by 'ChatModule.A'", text);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("")]
    [InlineData("chat.")]
    [InlineData(".send")]
    [InlineData("Chat.send")]
    [InlineData("chat.séance")]
    [InlineData("chat.a b")]
    [InlineData("chat..send")]
    [InlineData("chat.a__b")]
    [InlineData("chat._a")]
    [InlineData("chat.send\\n")]
    public async Task Analyze_InvalidName_Reports(string name) =>
        await AnalyzeOneAsync("VF0002", InModule($"[Command(\"{name}\")] public ValueTask<CommandResult> A(CommandContext context) => default;"));

    [Theory]
    [InlineData("public Task<CommandResult> A(CommandContext context) => null!;")]
    [InlineData("public ValueTask A(CommandContext context) => default;")]
    [InlineData("public ValueTask<CommandResult> A() => default;")]
    [InlineData("public ValueTask<CommandResult> A(string context) => default;")]
    [InlineData("public ValueTask<CommandResult> A(in CommandContext context) => default;")]
    [InlineData("public ValueTask<CommandResult> A(CommandContext context, ref Body body) => default;")]
    [InlineData("public ValueTask<CommandResult> A(CommandContext context, Body body, Body other) => default;")]
    [InlineData("public ValueTask<CommandResult> A<T>(CommandContext context) => default;")]
    [InlineData("private ValueTask<CommandResult> A(CommandContext context) => default;")]
    public async Task Analyze_WrongSignature_Reports(string method) =>
        await AnalyzeOneAsync("VF0003", InModule("[Command(\"chat.a\")] " + method));

    [Fact]
    public async Task Analyze_StaticHandler_Reports() =>
        await AnalyzeOneAsync("VF0004", InModule("[Command(\"chat.a\")] public static ValueTask<CommandResult> A(CommandContext context) => default;"));

    [Theory]
    [InlineData("internal sealed class ChatService")]
    [InlineData("internal struct ChatModule")]
    [InlineData("internal sealed class ChatModule<T>")]
    public async Task Analyze_NotAModule_Reports(string declaration) =>
        await AnalyzeOneAsync("VF0005", $"{declaration} {{ [Command(\"chat.a\")] public ValueTask<CommandResult> A(CommandContext context) => default; }}");

    [Fact]
    public async Task Analyze_PrivateModule_Reports() =>
        await AnalyzeOneAsync(
            "VF0005", "class Outer { private class ChatModule { [Command(\"chat.a\")] public ValueTask<CommandResult> A(CommandContext context) => default; } }");

    [Fact]
    public async Task Analyze_RoomAndChannelGate_Reports() =>
        await AnalyzeOneAsync(
            "VF0006", InModule("[Command(\"chat.a\")] [RoomGate] [ChannelGate] public ValueTask<CommandResult> A(CommandContext context) => default;"));

    [Theory]
    [InlineData("WorldPermission(Permission.WorldView)")]
    [InlineData("RoomGate")]
    [InlineData("ChannelGate")]
    public async Task Analyze_GateWithoutCommand_Reports(string gate) =>
        await AnalyzeOneAsync("VF0007", InModule($"[{gate}] public ValueTask<CommandResult> A(CommandContext context) => default;"));

    [Theory]
    [InlineData("Unmarked")]
    [InlineData("string")]
    public async Task Analyze_UnmarkedBody_Reports(string body) =>
        await AnalyzeOneAsync(
            "VF0008", InModule($"[Command(\"chat.a\")] public ValueTask<CommandResult> A(CommandContext context, {body} body) => default;") + " struct Unmarked;");

    [Theory]
    [InlineData("[CommandBody] record struct Odd;")]
    [InlineData("[CommandBody] partial record struct Odd<T>;")]
    [InlineData("class Outer { [CommandBody] internal partial record struct Odd; }")]
    [InlineData("partial class Outer<T> { [CommandBody] internal partial record struct Odd; }")]
    public async Task Analyze_BodyNotPartial_Reports(string source) => await AnalyzeOneAsync("VF0009", source);

    [Theory]
    [InlineData("float", "float")]
    [InlineData("object?", "object?")]
    [InlineData("int[]", "int[]")]
    [InlineData("string?[]", "string?[]")]
    [InlineData("string[,]", "string[,]")]
    [InlineData("DateTime?", "DateTime?")]
    public async Task Analyze_UnsupportedFieldType_Reports(string type, string shown)
    {
        var text = await AnalyzeOneAsync("VF0010", InBody($"[BodyField(\"x\")] public {type} X {{ get; init; }}"));

        Assert.StartsWith($"'X' has the type '{shown}'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public int X { get; }")]
    [InlineData("public int X => 1;")]
    [InlineData("public static int X { get; set; }")]
    public async Task Analyze_FieldThatCannotBeSet_Reports(string property) =>
        await AnalyzeOneAsync("VF0011", InBody("[BodyField(\"x\")] " + property));

    [Fact]
    public async Task Analyze_SameKeyTwice_Reports() =>
        await AnalyzeOneAsync("VF0012", InBody("[BodyField(\"x\")] public int X { get; init; } [BodyField(\"x\")] public int Y { get; init; }"));

    [Theory]
    [InlineData("[BodyField(\"x\", MaxLength = 3)] public int X { get; init; }")]
    [InlineData("[BodyField(\"x\", Kinds = JsonKinds.Object)] public string X { get; init; }")]
    [InlineData("[BodyField(\"x\", AcceptsAnyText = true)] public RawJson X { get; init; }")]
    [InlineData("[BodyField(\"\", AcceptsAnyText = true)] public string X { get; init; }")]
    public async Task Analyze_OptionWithoutEffect_Reports(string property) => await AnalyzeOneAsync("VF0013", InBody(property));

    [Fact]
    public async Task Analyze_AcceptsAnythingWithRequiredField_Reports() =>
        await AnalyzeOneAsync("VF0013", "[CommandBody(AcceptsAnything = true)] partial record struct Odd { [BodyField(\"x\")] public int X { get; init; } }");

    private static string InModule(string members) =>
        $"internal sealed class ChatModule {{ {members} }} [CommandBody] internal partial record struct Body;";

    private static string InBody(string members) => $"[CommandBody] internal partial record struct Odd {{ {members} }}";

    /// <summary>The text of the one report, which has this id and stands in the source.</summary>
    private static async Task<string> AnalyzeOneAsync(string id, string source)
    {
        var reports = await GeneratorHarness.AnalyzeAsync(GeneratorHarness.Usings + source);

        var report = Assert.Single(reports);
        Assert.Equal(id, report.Id);
        Assert.True(report.Location.IsInSource);
        return report.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
    }
}
