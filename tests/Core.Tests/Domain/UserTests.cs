using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Tests.Permissions;

namespace Venueless.Fast.Core.Tests.Domain;

public sealed class UserTests
{
    [Theory]
    [InlineData("""{"display_name": "Ada"}""", "Ada")]
    [InlineData("""{"display_name": ""}""", null)]
    [InlineData("""{"display_name": 5}""", null)]
    [InlineData("""{"display_name": "\ud800"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    public void DisplayName_IsANonEmptyString(string profile, string? expected) => Assert.Equal(expected, Of(profile).DisplayName);

    [Fact]
    public void Constructor_ProfileAsDeepAsAMessageMayBe_IsRead()
    {
        const int depth = 1020;
        var profile = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        Assert.Null(Of(profile).DisplayName);
    }

    private static User Of(string profile) => Subjects.Of(UserTypes.Person, [], profile: profile);
}
