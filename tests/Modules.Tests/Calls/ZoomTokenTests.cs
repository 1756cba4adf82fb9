using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Calls.Zoom;

namespace Venueless.Fast.Modules.Tests.Calls;

/// <summary>calls.md section E1: the token's form is shared with the reference server.</summary>
public sealed class ZoomTokenTests
{
    [Fact]
    public void Scenario46_TheVectorOfTheSpecification_IsReproduced()
    {
        var meeting = new ZoomMeeting("1234567890", "\"s3cr3t\"", "false");
        var user = new UserId(Guid.Parse("3f0a2c1e-7b44-4c8e-9d0a-5a1f6b7c8d9e"));

        var token = new ZoomTokens("not-a-secret").Sign(meeting, "Ana Ö", user, DateTimeOffset.FromUnixTimeSeconds(1700000000));

        Assert.Equal(
            "eyJtbiI6MTIzNDU2Nzg5MCwicHciOiJzM2NyM3QiLCJ1biI6IkFuYSBcdTAwZDYiLCJobyI6ZmFsc2UsInVpIjoiM2YwYTJjMWUtN2I0NC00YzhlLTlkMGEtNWExZjZiN2M4ZDllIiwiZGMiOmZhbHNlfQ"
            + ":1r31eq:NKjSgqjBrUoIshkF9AXI0gU0XCjk7-APmYnh9Wdipuc",
            token);
    }
}
