using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>The world config of one login, in a world of 100 rooms: for one of many equal attendees, and for somebody whose rights nobody else has.</summary>
[MemoryDiagnoser]
public class WorldConfigBenchmarks
{
    private readonly World _world = BenchWorld.Create(rooms: 100);
    private readonly WorldConfigWriter _writer = new(new InMemoryWorldStore(), new QuietCrowd(), new WorldsOptions());
    private readonly ArrayBufferWriter<byte> _output = new(256 * 1024);
    private readonly User _attendee = BenchWorld.User("ticket");

    [GlobalSetup]
    public void Setup()
    {
        if (EqualRights() != DifferentRights() || _writer.Encodings < 2)
        {
            throw new InvalidOperationException("The two ways differ, or the encoding was not shared.");
        }
    }

    [Benchmark(Baseline = true, Description = "equal rights")]
    public int EqualRights() => Write(_world.Rights.Of(_attendee));

    [Benchmark(Description = "different rights")]
    public int DifferentRights() => Write(new UserRights(_world, _attendee));

    private int Write(UserRights rights)
    {
        _output.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_output, JsonOutput.Options);
        _writer.Write(json, _world, rights);
        json.Flush();
        return _output.WrittenCount;
    }
}
