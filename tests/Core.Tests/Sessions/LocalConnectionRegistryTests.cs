using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

public sealed class LocalConnectionRegistryTests
{
    private readonly UserId _ada = new(Guid.NewGuid());
    private readonly UserId _bob = new(Guid.NewGuid());
    private readonly LocalConnectionRegistry _registry = new();

    [Fact]
    public async Task Register_BeyondTheLimit_ReturnsTheOldest()
    {
        Assert.Empty(await _registry.RegisterAsync(_ada, "1", 2));
        Assert.Empty(await _registry.RegisterAsync(_bob, "2", 2));
        Assert.Empty(await _registry.RegisterAsync(_ada, "3", 2));
        Assert.Empty(await _registry.RegisterAsync(_ada, "4", null));
        Assert.Equal(["1", "3", "4"], await _registry.RegisterAsync(_ada, "5", 1));
    }

    [Fact]
    public async Task Unregister_TheLastOne_IsOffline()
    {
        await _registry.RegisterAsync(_ada, "1", null);
        await _registry.RegisterAsync(_ada, "2", null);

        _registry.Unregister(_ada, "1");
        Assert.True(await _registry.IsOnlineAsync(_ada));
        _registry.Unregister(_ada, "1");
        _registry.Unregister(_ada, "2");

        Assert.False(await _registry.IsOnlineAsync(_ada));
        Assert.Empty(await _registry.RegisterAsync(_ada, "3", 1));
    }
}
