using Venueless.Fast.Modules.Chat.Reactions;

namespace Venueless.Fast.Modules.Tests.Chat;

public sealed class EmojiListTests
{
    // The numbers of the list's own summary: fully, minimally and not qualified, components.
    [Fact]
    public void Count_IsThatOfTheUnicodeList() => Assert.Equal(3781 + 1009 + 243 + 9, EmojiList.Count);

    [Theory]
    [InlineData("\u2764")]
    [InlineData("\u2764\uFE0F")]
    [InlineData("©")]
    [InlineData("1\uFE0F\u20E3")]
    [InlineData("1\u20E3")]
    [InlineData("🇩🇪")]
    [InlineData("👍🏽")]
    [InlineData("🏽")]
    [InlineData("👁\u200D🗨")]
    [InlineData("👁\uFE0F\u200D🗨\uFE0F")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    public void Contains_EveryStatus_IsTrue(string emoji) => Assert.True(EmojiList.Contains(emoji));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("#")]
    [InlineData("🇩")]
    [InlineData("\uFE0F")]
    [InlineData("❤\uFE0E")]
    [InlineData("❤\uFE0F\uFE0F")]
    [InlineData("😈😈")]
    [InlineData(" 😈")]
    public void Contains_AnythingElse_IsFalse(string text) => Assert.False(EmojiList.Contains(text));
}
