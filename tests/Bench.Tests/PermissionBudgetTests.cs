using Venueless.Fast.Bench.Core;
using Venueless.Fast.Bench.Modules;

namespace Venueless.Fast.Bench.Tests;

public sealed class PermissionBudgetTests
{
    private readonly PermissionBenchmarks _permissions = new();
    private readonly WorldConfigBenchmarks _configs = new();

    public PermissionBudgetTests()
    {
        _permissions.Setup();
        _configs.Setup();
    }

    [Fact]
    public void WorldGate() => Budget.Hold("PermissionBenchmarks.World", () => Assert.False(_permissions.World()));

    [Fact]
    public void RoomGate() => Budget.Hold("PermissionBenchmarks.Room", () => Assert.True(_permissions.Room()));

    [Fact]
    public void RightsOfAKnownKindOfUser() => Budget.Hold("PermissionBenchmarks.Known", () => Assert.NotNull(_permissions.Known()));

    [Fact]
    public void WorldConfig_EqualRights() => Budget.Hold("WorldConfigBenchmarks.EqualRights", () => Assert.True(_configs.EqualRights() > 0));
}
