using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Sessions.Arrivals;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>What a login gets that waits for another node.</summary>
public sealed class UserArrivalsTests : IUserHandover
{
    private static readonly WorldId World = new("test");
    private static readonly UserId User = new(Guid.Parse(SessionHarness.UserA));

    private readonly SessionHarness _harness = new();
    private readonly Guid _other = Guid.NewGuid();
    private readonly UserArrivals _arrivals;
    private readonly List<UserId> _caughtUp = [];

    public UserArrivalsTests()
    {
        var services = _harness.Services;
        _harness.Connections.OtherNodes = [$"{_other:N}"];
        _arrivals = new UserArrivals(
            services.Node, services.Users, services.Connections, this, new Lazy<IBroker>(services.Broker), NullLogger<UserArrivals>.Instance);
    }

    [Fact]
    public async Task Answer_InTime_TellsNobody()
    {
        await _harness.LogInAsync();
        var announcing = _arrivals.AnnounceAsync(World, User).AsTask();
        Assert.False(announcing.IsCompleted);

        Answer(User);
        await announcing;

        Assert.Empty(_caughtUp);
    }

    [Fact]
    public async Task Answer_AfterTheLoginHasGivenUp_TellsTheUserOnce()
    {
        await _harness.LogInAsync();
        await _arrivals.AnnounceAsync(World, User);

        Answer(new UserId(Guid.NewGuid()));
        Assert.Empty(_caughtUp);
        Answer(User);
        Answer(User);

        Assert.Equal([User], _caughtUp);
    }

    [Fact]
    public async Task Answer_AfterTheLoginHasGivenUpAndTheUserHasLeft_TellsNobody()
    {
        await _arrivals.AnnounceAsync(World, User);

        Answer(User);

        Assert.Empty(_caughtUp);
    }

    public ValueTask HandOverAsync(WorldId world, UserId user, UserState? state, bool isAwaited) => ValueTask.CompletedTask;

    public ValueTask CatchUpAsync(WorldId world, UserState state)
    {
        _caughtUp.Add(state.Id);
        return ValueTask.CompletedTask;
    }

    private void Answer(UserId user)
    {
        var node = Guid.ParseExact(_harness.Services.Node.Id, "N");
        _arrivals.OnAnswered(World, ArrivalSignals.Answered(user, node, _other, isHere: true).Body.Span);
    }
}
