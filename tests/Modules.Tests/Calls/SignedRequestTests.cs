using Venueless.Fast.Modules.Calls.BigBlueButton;

namespace Venueless.Fast.Modules.Tests.Calls;

/// <summary>The vectors of calls.md section A4.</summary>
public sealed class SignedRequestTests
{
    [Fact]
    public void Create_WithoutParameters_StillSigns() =>
        Assert.Equal("api/getMeetings?&checksum=e026d8af60bded11dfcd1e41a97c9acba721fbb2", SignedRequest.Create("getMeetings", [], "topsecret"));

    [Fact]
    public void Create_EncodesAsAForm() => Assert.Equal(
        "api/create?name=Caf%C3%A9+%26+Co%3A+1&meetingID=m1&record=false&checksum=91ece7d89cad5217f82229ae5d5828c2f080de4c",
        SignedRequest.Create("create", [new("name", "Café & Co: 1"), new("meetingID", "m1"), new("record", "false")], "topsecret"));

    [Fact]
    public void Create_KeepsOnlyUnreservedCharacters() =>
        Assert.StartsWith("api/x?k=x~y_z.-%2A%27%28%29%21%2F%3A%40&checksum=", SignedRequest.Create("x", [new("k", "x~y_z.-*'()!/:@")], "s"), StringComparison.Ordinal);
}
