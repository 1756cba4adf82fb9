using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sqlite;

namespace Venueless.Fast.Bench.Storage;

/// <summary>
/// Users of a room look for somebody at the same moment, and half of them find the other half: group commit against one after the other. SQLite, flushed to disk.
/// </summary>
[MemoryDiagnoser]
public class RouletteStartBenchmarks
{
    private static readonly WorldId World = new("bench");
    private static readonly RoomId Room = new(Guid.NewGuid());

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-bench-").FullName;
    private SqliteStorage _storage = null!;
    private UserId[] _users = [];

    [Params(2, 100)]
    public int Users { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _storage = SqliteStorage.Open(
            new SqliteOptions { Path = Path.Combine(_folder, "bench.db") }, NoVersionKeys.Instance, TimeProvider.System, NullLogger<SqliteStorage>.Instance);
        await _storage.Migrator.MigrateAsync();
        await _storage.Worlds.CreateAsync(WorldDefaults.NewWorld(World, "Bench", null, "secret"));
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(number => _storage.Users.CreateAsync(
            new NewUser(new UserId(Guid.NewGuid()), World, $"user-{number}", null, [], RawJson.EmptyObject, null))));
        _users = [.. users.Select(static user => user.Id)];
        var author = new RoomAuthor(World, _users[0], DateTimeOffset.UtcNow, static _ => RawJson.EmptyObject);
        await _storage.Rooms.CreateAsync(new NewRoom(Room, "Roulette", null, RawJson.EmptyObject, new RawJson("[]"u8.ToArray()), null), author);
        if (await AtOnce() != Users / 2)
        {
            throw new InvalidOperationException("Not everybody has met somebody.");
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What group commit saves.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> OneByOne()
    {
        var met = 0;
        foreach (var user in _users)
        {
            met += await StartAsync(user) ? 1 : 0;
        }

        return met;
    }

    [Benchmark]
    public async Task<int> AtOnce() => (await Task.WhenAll(_users.Select(StartAsync))).Count(static hasMet => hasMet);

    private async Task<bool> StartAsync(UserId user)
    {
        var now = DateTimeOffset.UtcNow;
        var request = new RouletteRequest(
            World, Room, user, Guid.NewGuid(), new CallId(Guid.NewGuid()), IsRenewal: false, now, now.AddSeconds(30), RematchSince: null, now.AddSeconds(-1));
        return (await _storage.Roulette.StartAsync(request)).Other is not null;
    }
}
