using System.Text;
using Venueless.Fast.Generators.Tests.Samples;

namespace Venueless.Fast.Generators.Tests;

/// <summary>Bodies that are not an object with ordinary fields.</summary>
public sealed class SpecialBodyTests
{
    [Theory]
    [InlineData("[]", null)]
    [InlineData("""[1, {"a": [2]}]""", null)]
    [InlineData("{}", "body: expected an array")]
    [InlineData("null", "body: expected an array")]
    [InlineData("""["\u0000"]""", "body: must not contain U+0000")]
    public void WholeBody_KeepsTheTextOrRefuses(string json, string? refusal)
    {
        Assert.Equal(refusal, WholeBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));
        Assert.True(refusal is not null || body.List.ToString() == json);
    }

    [Theory]
    [InlineData("""{"\u0000": "\ud83d"}""", null)]
    [InlineData("5", null)]
    [InlineData("[1]", "body: expected an object or a number")]
    public void AnyTextBody_KeepsWhatCannotBeStored(string json, string? refusal)
    {
        Assert.Equal(refusal, AnyTextBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));
        Assert.True(refusal is not null || body.Whole.ToString() == json);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("null", "body: expected an object")]
    [InlineData("[]", "body: expected an object")]
    public void OneOfSeveralBody_RefusesNull(string json, string? refusal) =>
        Assert.Equal(refusal, OneOfSeveralBody.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Theory]
    [InlineData("""{"id": "30000000-0000-4000-8000-000000000001"}""", true)]
    [InlineData("""{"id": "3000000000004000800000000000000\u0031"}""", true)]
    [InlineData("""{"id": "x", "id": "{30000000-0000-4000-8000-000000000001}"}""", true)]
    [InlineData("""{"id": "x"}""", false)]
    [InlineData("""{"id": "\u0000"}""", false)]
    [InlineData("""{"id": "\ud83d"}""", false)]
    [InlineData("""{"id": [1, {"id": 2}], "other": 1}""", false)]
    [InlineData("""{"id": null}""", false)]
    [InlineData("{}", false)]
    public void PossibleId_IsSomebodysOrNobodys(string json, bool isId)
    {
        Assert.Null(IdBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));

        Assert.Equal(isId ? Guid.Parse("30000000-0000-4000-8000-000000000001") : null, body.Id.Value);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void PossibleId_NeedsABody(string json) =>
        Assert.Equal("body: expected an object", IdBody.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Theory]
    [InlineData("""{"word": "abc"}""", "abc")]
    [InlineData("""{"word": "\ud83d\udc4d"}""", "👍")]
    [InlineData("""{"word": "0123456789012345678901234567890"}""", "0123456789012345678901234567890")]
    [InlineData("""{"word": "01234567890123456789012345678901"}""", "")]
    [InlineData("""{"word": "\u0061123456789012345678901234567890"}""", "a123456789012345678901234567890")]
    [InlineData("""{"word": "\ud83d"}""", "")]
    [InlineData("""{"word": [1, "x"], "other": 1}""", "")]
    [InlineData("""{"word": null}""", "")]
    [InlineData("""{"word": "a", "word": "b"}""", "b")]
    [InlineData("{}", null)]
    public void ShortText_KeepsWhatFits(string json, string? expected)
    {
        Assert.Null(WordBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));

        Assert.Equal(expected, body.Word is { } word ? Encoding.UTF8.GetString(word.Utf8) : null);
    }

    [Theory]
    [InlineData("""{"event": 41}""", true, 41L)]
    [InlineData("""{"event": -3}""", true, -3L)]
    [InlineData("""{"event": 99999999999999999999}""", true, long.MaxValue)]
    [InlineData("""{"event": 0}""", true, null)]
    [InlineData("""{"event": 0.0}""", true, null)]
    [InlineData("""{"event": null}""", true, null)]
    [InlineData("""{"event": false}""", true, null)]
    [InlineData("""{"event": ""}""", true, null)]
    [InlineData("""{"event": { }}""", true, null)]
    [InlineData("""{"event": [ ], "other": [1]}""", true, null)]
    [InlineData("""{"event": 1.5}""", false, null)]
    [InlineData("""{"event": "7"}""", false, null)]
    [InlineData("""{"event": "\u0000"}""", false, null)]
    [InlineData("""{"event": true}""", false, null)]
    [InlineData("""{"event": {"a": 1}, "other": 2}""", false, null)]
    [InlineData("""{"event": "x", "event": 8}""", true, 8L)]
    public void PossibleReference_IsAnIntegerOrAbsentOrInvalid(string json, bool isValid, long? expected)
    {
        Assert.Null(EventBody.TryRead(Encoding.UTF8.GetBytes(json), out var body));

        Assert.Equal((isValid, expected), (body.Event!.Value.IsValid, isValid ? body.Event.Value.Value : null));
    }

    [Fact]
    public void PossibleReference_MayBeMissing()
    {
        Assert.Null(EventBody.TryRead("{}"u8, out var body));

        Assert.Null(body.Event);
    }
}
