using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Tests.Domain;

public sealed class FeatureFlagsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("null", "")]
    [InlineData("{}", "")]
    [InlineData("\"zoom\"", "")]
    [InlineData("""["chat-moderation"]""", "chat-moderation")]
    [InlineData("""["zoom", 5, null, ["janus"], "own flag"]""", "zoom,own flag")]
    public void Compile_KeepsStringsAndNothingElse(string? stored, string expected)
    {
        var flags = FeatureFlags.Compile(stored is null ? null : new RawJson(Encoding.UTF8.GetBytes(stored)));

        Assert.Equal(expected, string.Join(',', flags.All));
    }

    [Fact]
    public void Contains_IsExact()
    {
        var flags = FeatureFlags.Compile(new RawJson("""["janus", "Zoom", "cross-origin-isolation"]"""u8.ToArray()));

        Assert.True(flags.Contains(FeatureFlags.Janus));
        Assert.True(flags.Contains(FeatureFlags.CrossOriginIsolation));
        Assert.False(flags.Contains(FeatureFlags.Zoom));
    }

    [Fact]
    public void World_HasTheFlagsOfItsRow()
    {
        var row = WorldDefaults.NewWorld(new WorldId("w"), "W", null, "s");

        Assert.Equal(["chat-moderation"], new World(new WorldData(row, [], 1)).Features.All);
        Assert.Empty(new World(new WorldData(row with { FeatureFlags = null }, [], 1)).Features.All);
    }
}
