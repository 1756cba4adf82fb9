using System.Text;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Testing.Stores;

namespace Venueless.Fast.Bench.Modules;

/// <summary>
/// The frame of one equal attendee's login in a world of 100 rooms, with 1 KiB of the user's own data: plain, with the world's part from its shared compressed form, and
/// compressed for this login alone.
/// </summary>
[MemoryDiagnoser]
public class CompressedLoginBenchmarks
{
    private readonly World _world = BenchWorld.Create(rooms: 100);
    private readonly WorldConfigWriter _writer = new(new InMemoryWorldStore(), new QuietCrowd(), new WorldsOptions());
    private readonly User _attendee = BenchWorld.User("ticket");
    private readonly byte[] _own = Encoding.UTF8.GetBytes($"{{\"profile\":\"{new string('p', 1000)}\"}}");

    [GlobalSetup]
    public void Setup()
    {
        var runs = Deflater.Runs;
        if (SharedPart() * 4 > Plain() || Deflater.Runs != runs + 1 || Whole() * 4 > Plain())
        {
            throw new InvalidOperationException("The compressed ways are not smaller, or the part was not shared.");
        }

        SharedPart();
        if (_writer.Compressions != 1)
        {
            throw new InvalidOperationException("The world was compressed more than once.");
        }

        Console.WriteLine($"// bytes on the wire: plain {Plain()}, shared part {SharedPart()}, whole {Whole()}");
    }

    [Benchmark(Baseline = true, Description = "plain")]
    public int Plain()
    {
        var frame = Create(isCompressed: false);
        var bytes = frame.Length;
        frame.Release();
        return bytes;
    }

    [Benchmark(Description = "world's part shared")]
    public int SharedPart()
    {
        var frame = Create(isCompressed: true);
        var bytes = frame.CompressedForm().Length;
        frame.Release();
        return bytes;
    }

    [Benchmark(Description = "compressed as a whole")]
    public int Whole()
    {
        var frame = Create(isCompressed: false);
        var bytes = frame.CompressedForm().Length;
        frame.Release();
        return bytes;
    }

    private SharedFrame Create(bool isCompressed)
    {
        var rights = _world.Rights.Of(_attendee);
        var buffer = MessageBuffer.Rent();
        var output = buffer.Buffer;
        output.Write("[\"authenticated\",{\"user.config\":"u8);
        output.Write(_own);
        output.Write(",\"world.config\":"u8);
        var start = output.WrittenBytes;
        var part = ReadOnlySpan<byte>.Empty;
        if (isCompressed)
        {
            part = _writer.WriteAndCompress(buffer.Json, _world, rights);
        }
        else
        {
            _writer.Write(buffer.Json, _world, rights);
        }

        buffer.Json.Flush();
        var length = output.WrittenBytes - start;
        output.Write("}]"u8);
        var frame = SharedFrame.CreateText(output.WrittenSpan);
        if (isCompressed)
        {
            frame.AttachCompressed(start, length, part);
        }

        buffer.Return();
        return frame;
    }
}
