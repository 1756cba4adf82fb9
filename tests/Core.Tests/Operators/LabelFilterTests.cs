using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Core.Tests.Operators;

public sealed class LabelFilterTests
{
    [Theory]
    [InlineData("*", "")]
    [InlineData("*", "a1.prod")]
    [InlineData("a1.*", "a1.prod")]
    [InlineData("*.prod", "b2.prod")]
    [InlineData("a*o*", "a1.prod")]
    [InlineData("**", "x")]
    [InlineData("a1?prod", "a1.prod")]
    [InlineData("[ab]1.prod", "a1.prod")]
    [InlineData("[!ab]1.prod", "c1.prod")]
    [InlineData("[a-c]1.prod", "b1.prod")]
    [InlineData("[!a-c]1", "d1")]
    [InlineData("[]x]1", "]1")]
    [InlineData("[!]x]1", "a1")]
    [InlineData("[a-]1", "-1")]
    [InlineData("[*]", "*")]
    [InlineData("[?]", "?")]
    [InlineData("a[", "a[")]
    [InlineData("[!", "[!")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a1.prod", "a1.prod")]
    [InlineData("?.x", "😀.x")]
    [InlineData("[😀ü].x", "ü.x")]
    public void Matches_WholeLabel_True(string pattern, string label) => Assert.True(new LabelFilter([pattern]).Matches(label));

    [Theory]
    [InlineData("", "a")]
    [InlineData("a1.prod", "a1xprod")]
    [InlineData("A1.*", "a1.prod")]
    [InlineData("a1", "a1.prod")]
    [InlineData("prod", "a1.prod")]
    [InlineData("?", "")]
    [InlineData("??", "a")]
    [InlineData("[ab]", "c")]
    [InlineData("[!ab]", "a")]
    [InlineData("[a-c]", "B")]
    [InlineData("[c-a]", "b")]
    [InlineData("*x", "a1.prod")]
    [InlineData("a[", "a")]
    public void Matches_AnythingElse_False(string pattern, string label) => Assert.False(new LabelFilter([pattern]).Matches(label));

    [Fact]
    public void Matches_SeveralPatterns_OneIsEnough()
    {
        var filter = new LabelFilter(["a.*", "b.*"]);

        Assert.True(filter.Matches("b.x"));
        Assert.False(filter.Matches("c.x"));
    }

    [Fact]
    public void Matches_NoPattern_Everything() => Assert.True(new LabelFilter([]).Matches("anything"));

    // Would take longer than the universe exists if stars were tried against each other.
    [Fact]
    public void Matches_ManyStars_Ends() => Assert.False(new LabelFilter([string.Concat(Enumerable.Repeat("a*", 500)) + "b"]).Matches(new string('a', 2000)));
}
