using Venueless.Fast.Core.Domain.Staff;

namespace Venueless.Fast.Core.Tests.Domain.Staff;

public sealed class StaffUsernameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Ada.Lovelace+x@example-site_1")]
    [InlineData("Zoë")]
    public void IsValid_LettersDigitsAndTheSigns_True(string name) => Assert.True(StaffUsername.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a'b")]
    [InlineData("a\n")]
    [InlineData("a\u0000")]
    [InlineData("🔑")]
    [InlineData("Zoe\u0308")]
    [InlineData("\uD800")]
    public void IsValid_AnythingElse_False(string name) => Assert.False(StaffUsername.IsValid(name));

    [Fact]
    public void IsValid_CountsCharacters()
    {
        Assert.True(StaffUsername.IsValid(new string('x', 150)));
        Assert.False(StaffUsername.IsValid(new string('x', 151)));
    }
}
