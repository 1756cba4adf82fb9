using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>Invites and room counters that a login asks for.</summary>
internal sealed class FakeLoginStores : IInviteStore, IRoomCrowd
{
    public Dictionary<(WorldId World, string Token), (RoomId Room, DateTimeOffset Expires)> Invites { get; } = [];

    public Dictionary<RoomId, CrowdStep> Steps { get; } = [];

    public Task<RoomId?> FindRoomAsync(WorldId world, string shortToken, DateTimeOffset now, CancellationToken cancellation = default) =>
        Task.FromResult<RoomId?>(Invites.TryGetValue((world, shortToken), out var invite) && invite.Expires >= now ? invite.Room : null);

    public Task<string> FindOrCreateAsync(
        WorldId world, RoomId room, DateTimeOffset usableUntil, DateTimeOffset expires, Func<string> drawToken, CancellationToken cancellation = default) =>
        throw new NotSupportedException("A login makes no invites.");

    /// <summary>Runs when a login looks at a room's step.</summary>
    public Action? OnStep { get; set; }

    public CrowdStep StepOf(RoomId room)
    {
        OnStep?.Invoke();
        return Steps.GetValueOrDefault(room);
    }
}
