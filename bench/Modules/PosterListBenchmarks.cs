using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Posters;

namespace Venueless.Fast.Bench.Modules;

/// <summary>The reply of <c>poster.list</c> for one visitor of a hall of posters, from the rows in memory or from the list that all visitors of the moment share.</summary>
[MemoryDiagnoser]
public class PosterListBenchmarks
{
    private readonly MessageBuffer _reply = MessageBuffer.Create();
    private readonly World _world = BenchWorld.Create(1);
    private List<Poster> _posters = [];
    private PosterList _list = null!;
    private PosterId[] _votes = [];

    [Params(10, 1000)]
    public int Posters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var text = new RawJson(Encoding.UTF8.GetBytes($$"""{"ops":[{"insert":"{{new string('a', 900)}}"},{"insert":"{{new string('b', 900)}}"}]}"""));
        _posters = [.. Enumerable.Range(0, Posters).Select(_ => PosterWith(text))];
        _list = PosterList.Encode(_posters, _world, DateTimeOffset.UnixEpoch);
        _votes = [.. _posters.Where((_, index) => index % 10 == 0).Select(poster => poster.Id)];
        var shared = Shared();
        if (shared != EncodePerVisitor())
        {
            throw new InvalidOperationException($"The shared list has {shared} bytes, not as many as an own one.");
        }
    }

    /// <summary>What the shared list replaces.</summary>
    [Benchmark(Baseline = true)]
    public int EncodePerVisitor()
    {
        PosterList.Encode(_posters, _world, DateTimeOffset.UnixEpoch).Write(_reply.Json, _votes);
        return Take();
    }

    [Benchmark]
    public int Shared()
    {
        _list.Write(_reply.Json, _votes);
        return Take();
    }

    private static Poster PosterWith(RawJson text)
    {
        var list = new RawJson("[]"u8.ToArray());
        var row = new PosterRow(
            new PosterId(Guid.NewGuid()), "Sharks", text, list, "bio", list, "https://x/p.pdf", "https://x/p.png", null, new RoomId(Guid.NewGuid()), null,
            new ChannelId(Guid.NewGuid()));
        return new Poster(row, [new PosterLink("Data", "https://x/d", 0)], [BenchWorld.User("ticket")], Votes: 12, HasVoted: false);
    }

    private int Take()
    {
        _reply.Json.Flush();
        var length = _reply.Buffer.WrittenSpan.Length;
        _reply.Clear();
        return length;
    }
}
