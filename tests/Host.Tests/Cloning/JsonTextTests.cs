using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Host.Cloning;

namespace Venueless.Fast.Host.Tests.Cloning;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData(null, """{"m":[1]}""")]
    [InlineData("null", """{"m":[1]}""")]
    [InlineData("[]", """{"m":[1]}""")]
    [InlineData("{}", """{"m":[1]}""")]
    [InlineData(" { } ", """ {"m":[1] } """)]
    [InlineData("""{"a":{"m":2}}""", """{"m":[1],"a":{"m":2}}""")]
    [InlineData("""{"a":1.50, "m" : {"x":[]} ,"b":2}""", """{"a":1.50, "m" : [1] ,"b":2}""")]
    [InlineData("""{"m":0,"\u006d":"x"}""", """{"m":[1],"\u006d":[1]}""")]
    public void Set_ChangesOneMemberAndNoOtherByte(string? json, string expected) =>
        Assert.Equal(expected, JsonText.Set(json is null ? null : Raw(json), "m", Raw("[1]")).ToString());

    [Theory]
    [InlineData("""{"a":["x",{"x":"x"}],"t":"x"}""", null, """{"a":["ü\"",{"x":"ü\""}],"t":"ü\""}""")]
    [InlineData("""{"a":{"t":"x"},"t":{"a":["x"]},"b":"x"}""", "t", """{"a":{"t":"x"},"t":{"a":["ü\""]},"b":"x"}""")]
    [InlineData("\"x\"", null, "\"ü\\\"\"")]
    [InlineData("""["\u0078","\ud800", 1.0e5, "y"]""", null, """["ü\"","\ud800", 1.0e5, "y"]""")]
    [InlineData("[ ]", null, "[ ]")]
    public void Replace_ChangesStringsAndNoOtherByte(string json, string? member, string expected) =>
        Assert.Equal(expected, JsonText.Replace(Raw(json), member, static text => text == "x" ? "ü\"" : null).ToString());

    private static RawJson Raw(string json) => new(Encoding.UTF8.GetBytes(json));
}
