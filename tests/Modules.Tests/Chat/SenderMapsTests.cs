using System.Text;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Tests.Venue;

namespace Venueless.Fast.Modules.Tests.Chat;

/// <summary>The kept map of a sender is used as long as nothing in it has changed, and no longer.</summary>
public sealed class SenderMapsTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 1, 8, 15, 30, TimeSpan.Zero);

    private readonly SenderMaps _maps = new();
    private readonly World _world = WorldWith("{}");

    [Fact]
    public void Find_SameSender_KeepsTheMap()
    {
        var sender = new User(VenueWorld.User(1, "pilot"));

        Assert.Same(_maps.Find(sender, _world, Now), _maps.Find(sender, _world, Now.AddHours(1)));
    }

    [Fact]
    public void Find_AfterAChangeOfTheProfile_HasTheNewOne()
    {
        var row = VenueWorld.User(1);
        _maps.Find(new User(row), _world, Now);

        var renamed = new User(row with { Profile = VenueWorld.Json("""{"display_name":"Renamed"}""") });

        Assert.Contains("Renamed", PublicForm(renamed, _world, Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_WhenTheSenderBecomesInactive_SaysSo()
    {
        var sender = new User(VenueWorld.User(1) with { LastLogin = Now });

        Assert.Contains("\"inactive\":false", PublicForm(sender, _world, Now), StringComparison.Ordinal);
        Assert.Contains("\"inactive\":true", PublicForm(sender, _world, Now.AddHours(37)), StringComparison.Ordinal);
        Assert.Contains("\"inactive\":false", PublicForm(sender, _world, Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AfterAChangeOfTheBadges_HasTheNewOnes()
    {
        var sender = new User(VenueWorld.User(1, "pilot"));

        Assert.Contains("\"badges\":[]", PublicForm(sender, _world, Now), StringComparison.Ordinal);
        Assert.Contains("\"badges\":[\"Pilot\"]", PublicForm(sender, WorldWith("""{"trait_badges_map":{"pilot":"Pilot"}}"""), Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_HasTheAdminFieldsInTheAdminFormOnly()
    {
        var maps = _maps.Find(new User(VenueWorld.User(7)), _world, Now);

        Assert.DoesNotContain("token-7", Encoding.UTF8.GetString(maps.PublicForm), StringComparison.Ordinal);
        Assert.Contains("token-7", Encoding.UTF8.GetString(maps.AdminForm), StringComparison.Ordinal);
    }

    private static World WorldWith(string config) => new(new WorldData(VenueWorld.World(config), [], 1));

    private string PublicForm(User sender, World world, DateTimeOffset now) => Encoding.UTF8.GetString(_maps.Find(sender, world, now).PublicForm);
}
