using BenchmarkDotNet.Attributes;
using Venueless.Fast.Bench.Modules;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;

namespace Venueless.Fast.Bench.Core;

/// <summary>What a gate costs per command, and what a login costs whose kind of user is known already, or not.</summary>
[MemoryDiagnoser]
public class PermissionBenchmarks
{
    private readonly World _world = BenchWorld.Create(rooms: 100);
    private readonly User _attendee = BenchWorld.User("ticket", "irrelevant");
    private UserRights _rights = null!;
    private Room _room = null!;

    [GlobalSetup]
    public void Setup()
    {
        _rights = _world.Rights.Of(_attendee);
        _room = _world.Rooms[^1];
        if (!_rights.Has(Permission.RoomChatSend, _room) || _rights.Has(Permission.WorldUpdate))
        {
            throw new InvalidOperationException("The attendee has other rights than expected.");
        }
    }

    [Benchmark(Description = "world gate")]
    public bool World() => _rights.Has(Permission.WorldUpdate);

    [Benchmark(Description = "room gate")]
    public bool Room() => _rights.Has(Permission.RoomChatSend, _room);

    [Benchmark(Description = "rights of a known kind of user")]
    public UserRights Known() => _world.Rights.Of(_attendee);

    [Benchmark(Description = "rights computed, 100 rooms")]
    public int Computed() => new UserRights(_world, _attendee).VisibleRooms.Count;
}
