using System.Text;
using System.Text.Json;
using Venueless.Fast.Generators.Tests.Samples;

namespace Venueless.Fast.Generators.Tests;

/// <summary>The readers that the generator emitted for the bodies in <c>Samples/</c>.</summary>
public sealed class BodyReaderTests
{
    private const string Id = "8a0c2b0e-6f0e-4f0e-9d9d-0d3a3a6a9f01";
    private const string Required = $"\"channel\":\"{Id}\",\"event_type\":\"x\"";

    [Fact]
    public void TryRead_EveryField_SetsIt()
    {
        var body = Read(
            $$"""
            {
              "channel": "{{Id}}", "event_type": "text", "content": {"a": [1, "é"]}, "extra": [ ], "any": null, "count": -3, "id": 9007199254740993,
              "ratio": 1.5e1, "is_open": true, "ids": ["a", "", "ü"], "name": "n", "note": "q", "unknown": {"channel": 7}, "": null
            }
            """);

        Assert.Equal(Guid.Parse(Id), body.Channel);
        Assert.Equal("text", body.EventType);
        Assert.Equal("""{"a": [1, "é"]}""", body.Content.ToString());
        Assert.Equal("[ ]", body.Extra.ToString());
        Assert.Equal("null", body.Any.ToString());
        Assert.Equal(-3, body.Count);
        Assert.Equal(9007199254740993, body.Id);
        Assert.Equal(15.0, body.Ratio);
        Assert.True(body.IsOpen);
        Assert.Equal(["a", "", "ü"], body.Ids!);
        Assert.Equal(("n", "q"), (body.Name, body.Note));
    }

    [Fact]
    public void TryRead_AbsentOptionalFields_AreNull()
    {
        var body = Read($$"""{{{Required}}}""");

        Assert.Equal(new SampleBody { Channel = Guid.Parse(Id), EventType = "x" }, body);
    }

    [Theory]
    [InlineData("{}", "body.channel: required")]
    [InlineData("""{"event_type":7}""", "body.channel: required")]
    [InlineData($$"""{"channel":"{{Id}}"}""", "body.event_type: required")]
    [InlineData("null", "body: expected an object")]
    [InlineData("7", "body: expected an object")]
    [InlineData("\"{}\"", "body: expected an object")]
    [InlineData("true", "body: expected an object")]
    [InlineData("[{}]", "body: expected an object")]
    public void TryRead_WithoutRequiredField_SaysWhich(string json, string error) => Assert.Equal(error, ReadError(json));

    [Theory]
    [InlineData("\"channel\":null", "body.channel: expected a UUID")]
    [InlineData("\"channel\":7", "body.channel: expected a UUID")]
    [InlineData("\"channel\":\"8a0c2b0e\"", "body.channel: expected a UUID")]
    [InlineData("\"channel\":{\"a\":1}", "body.channel: expected a UUID")]
    [InlineData("\"channel\":\"\\ud800\"", "body.channel: expected a UUID")]
    [InlineData("\"event_type\":null", "body.event_type: expected a string")]
    [InlineData("\"event_type\":[\"x\"]", "body.event_type: expected a string")]
    [InlineData("\"event_type\":\"123456\"", "body.event_type: at most 5 characters")]
    [InlineData("\"event_type\":\"a\\u0000\"", "body.event_type: must not contain U+0000")]
    [InlineData("\"event_type\":\"\\ud83d\"", "body.event_type: must not contain half of a surrogate pair")]
    [InlineData("\"event_type\":\"\\ude00\\ud83d\"", "body.event_type: must not contain half of a surrogate pair")]
    [InlineData("\"content\":[]", "body.content: expected an object")]
    [InlineData("\"content\":null", "body.content: expected an object")]
    [InlineData("\"content\":{\"a\":[\"\\u0000\"]}", "body.content: must not contain U+0000")]
    [InlineData("\"content\":{\"a\":[{\"k\\u0000\":1}]}", "body.content: must not contain U+0000")]
    [InlineData("\"content\":{\"\\ud800\":1}", "body.content: must not contain half of a surrogate pair")]
    [InlineData("\"content\":{\"a\":\"\\ud800\\ud800\"}", "body.content: must not contain half of a surrogate pair")]
    [InlineData("\"content\":{\"a\":\"\\ud800x\"}", "body.content: must not contain half of a surrogate pair")]
    [InlineData("\"extra\":null", "body.extra: must not be null")]
    [InlineData("\"extra\":\"\\u0000\"", "body.extra: must not contain U+0000")]
    [InlineData("\"count\":null", "body.count: expected an integer")]
    [InlineData("\"count\":\"1\"", "body.count: expected an integer")]
    [InlineData("\"count\":1.0", "body.count: expected an integer")]
    [InlineData("\"count\":1e3", "body.count: expected an integer")]
    [InlineData("\"count\":2147483648", "body.count: expected an integer")]
    [InlineData("\"id\":9223372036854775808", "body.id: expected an integer")]
    [InlineData("\"id\":[[1]]", "body.id: expected an integer")]
    [InlineData("\"ratio\":\"1\"", "body.ratio: expected a number")]
    [InlineData("\"ratio\":1e999", "body.ratio: expected a number")]
    [InlineData("\"is_open\":0", "body.is_open: expected a boolean")]
    [InlineData("\"ids\":{}", "body.ids: expected an array of strings")]
    [InlineData("\"ids\":null", "body.ids: expected an array of strings")]
    [InlineData("\"ids\":[\"a\",null]", "body.ids[1]: expected a string")]
    [InlineData("\"ids\":[[\"a\"],{\"b\":[]}]", "body.ids[0]: expected a string")]
    [InlineData("\"ids\":[\"a\",\"b\",\"\\u0000\"]", "body.ids[2]: must not contain U+0000")]
    [InlineData("\"note\":null", "body.note: expected a string")]
    public void TryRead_WrongValue_SaysWhatIsExpected(string field, string error) => Assert.Equal(error, ReadError($$"""{{{Required}},{{field}}}"""));

    [Fact]
    public void TryRead_AfterWrongValue_GoesOnBehindIt() =>
        Assert.Equal("body.count: expected an integer", ReadError($$"""{"count":{"channel":[1]},"note":[{}],{{Required}}}"""));

    [Theory]
    [InlineData("\"id\":null", null)]
    [InlineData("\"id\":1,\"id\":null", null)]
    [InlineData("\"id\":null,\"id\":2", 2L)]
    [InlineData("\"id\":\"x\",\"id\":null", null)]
    [InlineData("\"id\":\"x\",\"id\":3", 3L)]
    [InlineData("\"i\\u0064\":4", 4L)]
    [InlineData("\"ID\":4", null)]
    [InlineData("\"\\ud800\":4,\"i\\udc00\":5", null)]
    public void TryRead_NullsDuplicatesAndEscapes_LastOneWins(string field, long? expected) =>
        Assert.Equal(expected, Read($$"""{{{Required}},{{field}}}""").Id);

    [Fact]
    public void TryRead_LastDuplicateIsWrong_Refuses() => Assert.Equal("body.id: expected an integer", ReadError($$"""{{{Required}},"id":1,"id":"x"}"""));

    [Theory]
    [InlineData("12345")]
    [InlineData("ééééé")]
    [InlineData("😀😀😀😀😀")]
    [InlineData("\\ud83d\\ude00\\\\u0\\n")]
    public void TryRead_LengthInCharacters_CountsCodePoints(string text) =>
        Assert.Equal(JsonSerializer.Deserialize<string>($"\"{text}\""), Read($$"""{"channel":"{{Id}}","event_type":"{{text}}"}""").EventType);

    [Theory]
    [InlineData("8A0C2B0E-6F0E-4F0E-9D9D-0D3A3A6A9F01")]
    [InlineData("8a0c2b0e6f0e4f0e9d9d0d3a3a6a9f01")]
    [InlineData("{8a0c2b0e-6f0e-4f0e-9d9d-0d3a3a6a9f01}")]
    [InlineData("urn:uuid:8a0c2b0e-6f0e-4f0e-9d9d-0d3a3a6a9f01")]
    public void TryRead_UuidInAnySpellingAndEscaped_IsRead(string text)
    {
        var escaped = string.Concat(text.Select(static character => $"\\u{(int)character:X4}"));

        Assert.Equal(Guid.Parse(Id), Read($$"""{"event_type":"","channel":"{{text}}"}""").Channel);
        Assert.Equal(Guid.Parse(Id), Read($$"""{"event_type":"","channel":"{{escaped}}"}""").Channel);
    }

    [Theory]
    [InlineData("""{"a":"\\u0000 \\\\ud800 \" \/ \b"}""")]
    [InlineData("""{"\ud83d\ude00":"\uD83D\uDE00\ud83d\ude00","a\u0001":"\\"}""")]
    public void TryRead_HarmlessEscapes_AreCopiedExactly(string content) =>
        Assert.Equal(content, Read($$"""{{{Required}},"content":{{content}}}""").Content.ToString());

    // The envelope array is one level of the 1024.
    [Theory]
    [InlineData("content", "{\"a\":", "1", "}", 1021)]
    [InlineData("unknown", "[", "", "]", 1022)]
    [InlineData("count", "[", "", "]", 1022)]
    public void TryRead_DeepNesting_IsReadOrSkipped(string key, string open, string inside, string close, int depth)
    {
        var nested = string.Concat(Enumerable.Repeat(open, depth)) + inside + string.Concat(Enumerable.Repeat(close, depth));
        var json = $$"""{{{Required}},"{{key}}":{{nested}}}""";

        var error = SampleBody.TryRead(Encoding.UTF8.GetBytes(json), out var body);

        Assert.Equal(key == "count" ? "body.count: expected an integer" : null, error);
        Assert.Equal(key == "content" ? nested : null, body.Content?.ToString());
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData(" null ", null)]
    [InlineData("{}", null)]
    [InlineData("7", "body: expected an object")]
    [InlineData("[]", "body: expected an object")]
    [InlineData("""{"page":null}""", "body.page: expected an integer")]
    public void TryRead_OptionalBody_TakesNullAsEmpty(string json, string? error) =>
        Assert.Equal(error, OptionalBody.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Theory]
    [InlineData("null", null)]
    [InlineData("7", null)]
    [InlineData("[{\"page\":1}]", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("{\"page\":5}", 5)]
    public void TryRead_BodyThatAcceptsAnything_TakesNonObjectsAsEmpty(string json, int? page)
    {
        Assert.Null(AnyModule.AnythingBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));
        Assert.Equal(page, body.Page);
    }

    [Fact]
    public void TryRead_Refused_GivesTheDefaultValue()
    {
        Assert.NotNull(SampleBody.TryRead("""{"event_type":"x","note":7}"""u8, out var body));
        Assert.Equal(default, body);
    }

    /// <summary>Random bodies that are valid JSON never throw, and the last duplicate counts as it does for JsonDocument.</summary>
    [Fact]
    public void TryRead_RandomBodies_NeverThrow()
    {
        var random = new Random(20_250_101);
        for (var round = 0; round < 20_000; round++)
        {
            var json = RandomJson.Body(random);
            var error = SampleBody.TryRead(Encoding.UTF8.GetBytes(json), out var body);
            if (error is null)
            {
                // The document throws when it looks at a key with half a surrogate pair.
                using var document = JsonDocument.Parse(json.Replace("\\ud800", "").Replace("\\udc00", ""));
                var count = document.RootElement.TryGetProperty("count", out var value) ? value.GetInt32() : (int?)null;
                Assert.Equal(count, body.Count);
            }
            else
            {
                Assert.StartsWith("body", error, StringComparison.Ordinal);
            }

            OptionalBody.TryRead(Encoding.UTF8.GetBytes(json), out _);
            Assert.True(AnyModule.AnythingBody.TryRead(Encoding.UTF8.GetBytes(json), out _) is null or "body.page: expected an integer");
        }
    }

    /// <summary>Text that is not JSON does not come here (the envelope parser refuses it); if it did, only the one documented exception may come out.</summary>
    [Fact]
    public void TryRead_EveryPrefixAndFlippedByte_ReadsOrThrowsJsonException()
    {
        var whole = Encoding.UTF8.GetBytes(
            $$"""{{{Required}},"content":{"\ud83d\ude00":"\\"},"count":12,"ids":["a","\u00e9"],"ratio":1e5,"is_open":false,"id":null,"ex\u0074ra":[{"a":{} }]}""");
        for (var length = 0; length < whole.Length; length++)
        {
            AssertOnlyJsonException(whole.AsSpan(0, length));
        }

        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var changed = whole.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(32, 127);
            AssertOnlyJsonException(changed);
        }

        static void AssertOnlyJsonException(ReadOnlySpan<byte> json)
        {
            try
            {
                SampleBody.TryRead(json, out _);
            }
            catch (JsonException)
            {
                // The contract of BodyReader.
            }
        }
    }

    private static SampleBody Read(string json)
    {
        Assert.Null(SampleBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }

    private static string? ReadError(string json) => SampleBody.TryRead(Encoding.UTF8.GetBytes(json), out _);
}
