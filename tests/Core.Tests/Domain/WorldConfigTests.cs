using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Tests.Permissions;

namespace Venueless.Fast.Core.Tests.Domain;

public sealed class WorldConfigTests
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"connection_limit": null}""", null)]
    [InlineData("""{"connection_limit": 0}""", null)]
    [InlineData("""{"connection_limit": -1}""", null)]
    [InlineData("""{"connection_limit": "5"}""", null)]
    [InlineData("""{"connection_limit": 99999999999}""", null)]
    [InlineData("""{"connection_limit": 2}""", 2)]
    public void Compile_ConnectionLimit(string config, int? expected) => Assert.Equal(expected, Compile(config).ConnectionLimit);

    [Fact]
    public void Compile_Tracking_HasTheSpecifiedDefaults()
    {
        Assert.False(Compile("{}").TracksWorldViews);
        Assert.True(Compile("{}").TracksRoomViews);
        Assert.True(Compile("""{"track_world_views": true}""").TracksWorldViews);
        Assert.False(Compile("""{"track_room_views": false}""").TracksRoomViews);
    }

    [Fact]
    public void Compile_Secrets_KeepsUsableEntriesInOrder()
    {
        var config = Compile(
            """
            {"JWT_secrets": [5, {"issuer": "a"}, {"issuer": "i", "audience": "a", "secret": "s"},
                             {"issuer": ["i", "j", 5], "audience": ["a", "b"], "secret": "t"}, {"issuer": "i", "audience": "a", "secret": 5}]}
            """);

        Assert.Equal(["s", "t"], config.JwtSecrets.Select(entry => entry.Secret));
        Assert.Equal(["i", "j"], config.JwtSecrets[1].Issuers);
        Assert.Equal(["a", "b"], config.JwtSecrets[1].Audiences);
        Assert.Equal("JwtSecret", config.JwtSecrets[1].ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"JWT_secrets": {}, "trait_badges_map": []}""")]
    public void Compile_Malformed_CountsAsMissing(string? config)
    {
        var compiled = WorldConfig.Compile(config is null ? null : Subjects.Json(config));

        Assert.Empty(compiled.JwtSecrets);
        Assert.Empty(compiled.TraitBadges);
    }

    [Fact]
    public void Compile_Badges_KeepsTexts()
    {
        var badges = Compile("""{"trait_badges_map": {"a": "Crew", "b": 5, "c": null}}""").TraitBadges;

        Assert.Equal(new Dictionary<string, string> { ["a"] = "Crew" }, badges);
    }

    private static WorldConfig Compile(string config) => WorldConfig.Compile(Subjects.Json(config));
}
