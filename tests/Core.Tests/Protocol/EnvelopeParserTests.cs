using System.Text;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Tests.Protocol;

public sealed class EnvelopeParserTests
{
    [Theory]
    [InlineData("""["ping",1]""", "ping", 2, "1", "1", "")]
    [InlineData("""["chat.send",124,{"a":[1,2]}]""", "chat.send", 3, "124", """{"a":[1,2]}""", "124")]
    [InlineData(""" [ "chat.send" , null , {"a" : 1 } ] """, "chat.send", 3, "null", """{"a" : 1 }""", "null")]
    [InlineData("""["x",9007199254740993,1.50]""", "x", 3, "9007199254740993", "1.50", "9007199254740993")]
    [InlineData("""["x",{"a":1},[]]""", "x", 3, """{"a":1}""", "[]", """{"a":1}""")]
    [InlineData("""["authenticate",{"token":"t"}]""", "authenticate", 2, """{"token":"t"}""", """{"token":"t"}""", "")]
    [InlineData("""["a",1,2,3]""", "a", 4, "1", "3", "")]
    [InlineData("""["p\u0069ng","x"]""", "ping", 2, "\"x\"", "\"x\"", "")]
    [InlineData("""["only"]""", "only", 1, "", "\"only\"", "")]
    public void Parse_ValidArray_GivesSlices(string message, string name, int count, string second, string last, string id)
    {
        var problem = EnvelopeParser.Parse(Encoding.UTF8.GetBytes(message), out var envelope);

        Assert.Null(problem);
        Assert.Equal(name, Encoding.UTF8.GetString(envelope.Name));
        Assert.Equal(count, envelope.Count);
        Assert.Equal(second, Encoding.UTF8.GetString(envelope.Second));
        Assert.Equal(last, Encoding.UTF8.GetString(envelope.Last));
        Assert.Equal(id, Encoding.UTF8.GetString(envelope.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"ping\"")]
    [InlineData("[1,2]")]
    [InlineData("[null,1,{}]")]
    [InlineData("[\"a\",1,{}] x")]
    [InlineData("[\"a\",1,{}],")]
    [InlineData("[\"a\",1,{},]")]
    [InlineData("[\"a\",1,NaN]")]
    [InlineData("[\"a\",1/*c*/,{}]")]
    [InlineData("[\"a\",1,{\"b\":01}]")]
    [InlineData("[\"a\",1,{\"b\":'c'}]")]
    [InlineData("[\"a\",1,{}")]
    [InlineData("[\"\\ud800\",1,{}]")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string message)
    {
        var problem = EnvelopeParser.Parse(Encoding.UTF8.GetBytes(message), out _);

        Assert.False(string.IsNullOrEmpty(problem));
    }

    [Fact]
    public void Parse_ThreeElementsWithoutName_StillKnowsTheId()
    {
        var problem = EnvelopeParser.Parse("[1,2,3]"u8, out var envelope);

        Assert.Equal("The first element of the message is not a string.", problem);
        Assert.Equal("2", Encoding.UTF8.GetString(envelope.Id));
    }

    [Fact]
    public void Parse_DeepNesting_IsRefusedNotOverflowing()
    {
        var accepted = "[\"a\",1," + new string('[', 1000) + new string(']', 1000) + "]";
        var refused = "[\"a\",1," + new string('[', 100_000) + new string(']', 100_000) + "]";

        Assert.Null(EnvelopeParser.Parse(Encoding.UTF8.GetBytes(accepted), out _));
        Assert.NotNull(EnvelopeParser.Parse(Encoding.UTF8.GetBytes(refused), out _));
    }

    [Fact]
    public void Parse_EveryPrefix_IsRefused()
    {
        var whole = """["chat.send",12,{"content":{"type":"text","body":"\u00e9x"}}]"""u8;
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.NotNull(EnvelopeParser.Parse(whole[..length], out _));
        }
    }

    [Fact]
    public void Parse_RandomDamage_NeverThrows()
    {
        var random = new Random(20261122);
        var whole = """["chat.send",12,{"channel":"6f1d2c3b","content":{"type":"text","body":"h\u00e9 \ud83d\ude00"},"n":[1,2.5e3,null,true]}]"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            EnvelopeParser.Parse(damaged.AsSpan(0, random.Next(damaged.Length + 1)), out _);
        }
    }

    [Fact]
    public void Parse_ValidMessage_AllocatesNothing()
    {
        var message = """["chat.send",12,{"channel":"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01","content":{"type":"text","body":"hello"}}]"""u8.ToArray();
        EnvelopeParser.Parse(message, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            EnvelopeParser.Parse(message, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
