using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Announcements;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>The announcements of one login: prepared once for everybody, and read and encoded for each from a store without any latency.</summary>
[MemoryDiagnoser]
public class AnnouncementListBenchmarks
{
    private readonly InMemoryAnnouncementStore _store = new();
    private AnnouncementList _list = null!;
    private WorldState _world = null!;

    [Params(1, 10)]
    public int Announcements { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var worlds = new InMemoryWorldStore();
        worlds.Put(BenchWorld.Row, BenchWorld.Rooms(1));
        _world = (await new WorldDirectory(worlds, NoVersionKeys.Instance, TimeProvider.System).FindAsync(BenchWorld.Id))!;
        for (var number = 0; number < Announcements; number++)
        {
            _store.Rows.Add(new Announcement(Guid.NewGuid(), $"Lunch is served in hall {number}", null, AnnouncementStates.Active));
        }

        _list = new AnnouncementList(_store, TimeProvider.System);
        var read = await ReadAndEncode();
        if (await Prepared() != read || !Encoding.UTF8.GetString((await _list.ReadAsync(_world)).Span).Contains("hall 0", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The two ways differ.");
        }
    }

    [Benchmark(Baseline = true, Description = "read and encode")]
    public async ValueTask<int> ReadAndEncode()
    {
        _list.Forget(BenchWorld.Id);
        return (await _list.ReadAsync(_world)).Length;
    }

    [Benchmark(Description = "prepared")]
    public async ValueTask<int> Prepared() => (await _list.ReadAsync(_world)).Length;
}
