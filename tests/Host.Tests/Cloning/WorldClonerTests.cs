using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Cloning;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Cloning;

namespace Venueless.Fast.Host.Tests.Cloning;

/// <summary>A store that goes away in the middle: what becomes of the files.</summary>
public sealed class WorldClonerTests : IWorldCloneStore, IMediaCopies, IMediaFiles
{
    private static readonly WorldId Source = new("one");

    private readonly ClonedFile _file;
    private readonly ClonedWorld _original;
    private readonly List<string> _files = [];
    private ClonedWorld? _written;
    private bool _writes;
    private bool _isAway;

    public WorldClonerTests()
    {
        var id = Guid.NewGuid();
        _file = new ClonedFile(id, $"pub/one/{id}.c.png", "a.png", "image/png", null, true);
        var row = WorldDefaults.NewWorld(Source, "One", null, "secret") with { Config = Json($$"""{"theme":{"logo":"/media/{{_file.Path}}"} }""") };
        _original = new ClonedWorld(row, [], [], []);
    }

    [Fact]
    public async Task Clone_StoreGoneBeforeTheCommit_TakesTheFilesAway()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(CloneAsync);

        Assert.Empty(_files);
    }

    [Fact]
    public async Task Clone_OnlyTheAnswerIsLost_Succeeds()
    {
        _writes = true;

        var outcome = await CloneAsync();

        Assert.Same(_written, outcome!.Copy);
        Assert.Equal([_written!.Files[0].Path], _files);
    }

    [Fact]
    public async Task Clone_NobodyKnowsWhetherItIsWritten_LeavesTheFiles()
    {
        _writes = true;
        _isAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(CloneAsync);

        Assert.Single(_files);
    }

    Task<ClonedWorld?> IWorldCloneStore.ReadAsync(WorldId world, CancellationToken cancellation) =>
        world == Source ? Task.FromResult<ClonedWorld?>(_original)
        : _isAway ? throw new StoreUnavailableException("away")
        : Task.FromResult(_written);

    Task<IReadOnlyList<ClonedFile>> IWorldCloneStore.FindFilesAsync(WorldId world, IReadOnlyCollection<Guid> ids, DateTimeOffset now, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ClonedFile>>([_file]);

    Task<bool> IWorldCloneStore.WriteAsync(ClonedWorld copy, CancellationToken cancellation)
    {
        _written = _writes ? copy : null;
        throw new StoreUnavailableException("away");
    }

    bool IMediaCopies.Exists(string path) => true;

    Task IMediaCopies.CopyAsync(string from, string to, CancellationToken cancellation)
    {
        _files.Add(to);
        return Task.CompletedTask;
    }

    bool IMediaFiles.TryDelete(string path) => _files.Remove(path);

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private Task<CloneOutcome?> CloneAsync() => new WorldCloner(this, this, this, "/media/", TimeProvider.System)
        .CloneAsync(new CloneRequest(Source, new WorldId("two"), "Two", null, HasNewSecrets: false), CancellationToken.None);
}
