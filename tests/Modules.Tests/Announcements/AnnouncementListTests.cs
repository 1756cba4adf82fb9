using System.Text;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Announcements;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Modules.Tests.Announcements;

public sealed class AnnouncementListTests
{
    private static readonly WorldRow World = WorldDefaults.NewWorld(new WorldId("sample"), "Sample", null, "secret");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 5, 1, 8, 15, 30, TimeSpan.Zero));
    private readonly InMemoryWorldStore _worlds = new();
    private readonly InMemoryAnnouncementStore _store = new();
    private readonly WorldDirectory _directory;
    private readonly AnnouncementList _list;

    public AnnouncementListTests()
    {
        _worlds.Put(World);
        _directory = new WorldDirectory(_worlds, NoVersionKeys.Instance, _time);
        _list = new AnnouncementList(_store, _time);
        _store.Rows.Add(Active("first", end: null));
    }

    [Fact]
    public async Task Read_WhileNothingChanges_AsksTheStoreOnceAndAllocatesNothing()
    {
        var world = await FindAsync();
        var expected = $$"""[{"id":"{{_store.Rows[0].Id}}","text":"first","show_until":null,"state":"active","is_visible":true}]""";
        Assert.Equal(expected, await ReadAsync(world));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = 0;
        for (var login = 0; login < 1000; login++)
        {
            var read = _list.ReadAsync(world);
            length += read.IsCompletedSuccessfully ? (await read).Length : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((expected.Length * 1000, 1), (length, _store.Reads));
    }

    [Fact]
    public async Task Read_AfterTheSignalOfAnotherNode_AsksAgain()
    {
        var world = await FindAsync();
        await ReadAsync(world);
        _store.Rows.Clear();

        await _list.HandleAsync(World.Id, default);

        Assert.Equal("[]", await ReadAsync(world));
    }

    [Fact]
    public async Task Read_WhenTheStampHasMoved_AsksAgain()
    {
        var world = await FindAsync();
        await ReadAsync(world);
        _store.Rows.Clear();
        _worlds.Put(World);

        await world.ValidateAsync();

        Assert.Equal("[]", await ReadAsync(world));
    }

    [Fact]
    public async Task Read_WhenTheFirstOneEnds_AsksAgain()
    {
        _store.Rows.Add(Active("short", _time.GetUtcNow().AddSeconds(1)));
        _store.Rows.Add(Active("shorter", _time.GetUtcNow().AddTicks(TimeSpan.TicksPerSecond - 1)));
        var world = await FindAsync();
        Assert.Contains("shorter", await ReadAsync(world), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.DoesNotContain("short", await ReadAsync(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ThatAChangeHasOvertaken_IsNotKept()
    {
        var world = await FindAsync();
        _store.OnRead = async () =>
        {
            _store.OnRead = static () => Task.CompletedTask;
            _store.Rows.Clear();
            await _list.HandleAsync(World.Id, default);
        };

        Assert.Contains("first", await ReadAsync(world), StringComparison.Ordinal);

        Assert.Equal("[]", await ReadAsync(world));
    }

    [Fact]
    public async Task Read_ByAStorm_SharesTheReads()
    {
        var world = await FindAsync();
        var gate = new TaskCompletionSource();
        _store.OnRead = () => gate.Task;
        var logins = Enumerable.Range(0, 1000).Select(_ => _list.ReadAsync(world).AsTask()).ToList();

        gate.SetResult();
        await Task.WhenAll(logins);

        Assert.Equal(2, _store.Reads);
    }

    private async Task<WorldState> FindAsync() => (await _directory.FindAsync(World.Id))!;

    private async Task<string> ReadAsync(WorldState world) => Encoding.UTF8.GetString((await _list.ReadAsync(world)).Span);

    private static Announcement Active(string text, DateTimeOffset? end) => new(Guid.NewGuid(), text, end, AnnouncementStates.Active);
}
