using System.Text;
using Venueless.Fast.LoadTest.Attendees;

namespace Venueless.Fast.LoadTest.Tests.Attendees;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("""["pong",1]""", "pong", 1)]
    [InlineData("""[ "success" , 42 , {"a":1}]""", "success", 42)]
    [InlineData("""["error",-7,{"code":"x"}]""", "error", -7)]
    public void TryReadName_ThenNumber(string message, string expectedName, long expectedNumber)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        Assert.True(MessageText.TryReadName(bytes, out var name, out var rest));
        Assert.Equal(expectedName, Encoding.UTF8.GetString(name));
        Assert.True(MessageText.TryReadNumber(bytes, ref rest, out var number));
        Assert.Equal(expectedNumber, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[\"open")]
    public void TryReadName_OfSomethingElse_IsFalse(string message) => Assert.False(MessageText.TryReadName(Encoding.UTF8.GetBytes(message), out _, out _));

    [Fact]
    public void TryReadNumber_OfAnObject_IsFalse()
    {
        var bytes = """["error",{"code":"world.unknown_world"}]"""u8;
        Assert.True(MessageText.TryReadName(bytes, out _, out var rest));
        Assert.False(MessageText.TryReadNumber(bytes, ref rest, out _));
        Assert.Equal("world.unknown_world", MessageText.FindText(bytes, "\"code\""u8));
    }

    [Fact]
    public void TryFindNumber_AllowsBlanks_AndNeedsANumber()
    {
        Assert.True(MessageText.TryFindNumber("""{"event_id" : 90417}"""u8, "\"event_id\""u8, out var number));
        Assert.Equal(90417, number);
        Assert.False(MessageText.TryFindNumber("""{"event_id":"x"}"""u8, "\"event_id\""u8, out _));
        Assert.False(MessageText.TryFindNumber("""{"event_id":"""u8, "\"event_id\""u8, out _));
        Assert.False(MessageText.TryFindNumber("{}"u8, "\"event_id\""u8, out _));
        Assert.Null(MessageText.FindText("""{"code":5}"""u8, "\"code\""u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public void LoadText_IsFoundInsideAMessage(int length)
    {
        var text = new LoadText(int.MaxValue, 12, 345, 6_789_012_345);
        var written = text.Write(length);
        Assert.True(written.Length >= length);
        Assert.True(LoadText.TryFind(Encoding.UTF8.GetBytes($$$"""["chat.event",{"content":{"body":"{{{written}}}"}}]"""), out var found));
        Assert.Equal(text, found);
    }

    [Theory]
    [InlineData("no text")]
    [InlineData("~load 1 2 3")]
    [InlineData("~load 1 2 3 x ")]
    [InlineData("~load 1 2 3 4")]
    public void LoadText_OfSomethingElse_IsNotFound(string message) => Assert.False(LoadText.TryFind(Encoding.UTF8.GetBytes(message), out _));
}
