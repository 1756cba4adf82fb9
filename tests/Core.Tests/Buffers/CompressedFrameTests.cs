using System.IO.Compression;
using System.Text;
using Venueless.Fast.Core.Buffers;

namespace Venueless.Fast.Core.Tests.Buffers;

/// <summary>The compressed form of a frame (RFC 7692 section 7.2.1): made once, or put together from parts.</summary>
public sealed class CompressedFrameTests
{
    private static readonly byte[] FlushMark = [0x00, 0x00, 0xFF, 0xFF];

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(bytes).NextBytes(noise);
        return noise;
    }

    private static byte[] Json(int bytes) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, (bytes / 20) + 1).Select(static i => $"{{\"id\":{i,8},\"a\":1}},"))[..bytes]);

    private static byte[] Inflate(ReadOnlySpan<byte> payload)
    {
        using var stream = new DeflateStream(new MemoryStream([.. payload, .. FlushMark]), CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(126)]
    [InlineData(5000)]
    [InlineData(65_536)]
    [InlineData(1_000_000)]
    public void CompressedForm_IsASmallerFrameOfTheSameMessage(int bytes)
    {
        var payload = Json(bytes);
        var frame = SharedFrame.CreateText(payload);

        var form = frame.CompressedForm();

        Assert.NotSame(frame, form);
        Assert.Equal(0xC1, form.Bytes[0]);
        Assert.True(form.Length < frame.Length);
        Assert.Equal(FrameHeader.LengthFor(form.Payload.Length) + form.Payload.Length, form.Length);
        Assert.Equal(payload, Inflate(form.Payload));
        Assert.Same(form, frame.CompressedForm());
        Assert.Equal(payload, frame.Payload);
        frame.Release();
    }

    [Fact]
    public void CompressedForm_OfBinary_KeepsItsKind()
    {
        var frame = SharedFrame.CreateBinary(new byte[1000]);
        Assert.Equal(0xC2, frame.CompressedForm().Bytes[0]);
        frame.Release();
    }

    [Fact]
    public void CompressedForm_ThatIsNotSmaller_IsTheFrameItself()
    {
        foreach (var frame in new[]
        {
            SharedFrame.CreateBinary(Noise(5000)), SharedFrame.CreateText([]), SharedFrame.CreateText("a"u8), SharedFrame.CreateControl(FrameHeader.Ping, new byte[125]),
        })
        {
            Assert.Same(frame, frame.CompressedForm());
            Assert.Same(frame, frame.CompressedForm());
            frame.Release();
        }
    }

    [Fact]
    public void CompressedForm_WithAReferenceOfItsOwn_OutlivesTheFrame()
    {
        var payload = Json(5000);
        var frame = SharedFrame.CreateText(payload);
        var form = frame.CompressedForm();
        form.AddRef();
        frame.Release();

        // The pool may give the frame to somebody else meanwhile.
        var other = SharedFrame.CreateText(Noise(5000));
        Assert.NotSame(form, other.CompressedForm());
        Assert.Equal(payload, Inflate(form.Payload));
        other.Release();
        form.Release();
    }

    [Fact]
    public void CompressedForm_AskedForByManyThreads_IsOne()
    {
        for (var round = 0; round < 200; round++)
        {
            var payload = Json(2000 + round);
            var frame = SharedFrame.CreateText(payload);
            var forms = new SharedFrame[8];

            Parallel.For(0, forms.Length, i =>
            {
                forms[i] = frame.CompressedForm();
                forms[i].AddRef();
            });

            Assert.All(forms, form => Assert.Same(forms[0], form));
            frame.Release();
            Assert.Equal(payload, Inflate(forms[0].Payload));
            Array.ForEach(forms, static form => form.Release());
        }
    }

    [Fact]
    public void CompressedForm_AfterTheFirstTime_AllocatesNothing()
    {
        var frame = SharedFrame.CreateText(Json(5000));
        frame.CompressedForm();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            frame.CompressedForm();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        frame.Release();
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void Prepare_LooksAtTheThreshold(int frameBytes, bool isMade)
    {
        var frame = SharedFrame.CreateText(new byte[frameBytes - 4]);
        frame.PrepareCompressed(1024);

        Assert.Equal(isMade, frame.HasCompressedForm);
        frame.Release();
    }

    [Theory]
    [InlineData(0, 5000, 0)]
    [InlineData(1, 5000, 1)]
    [InlineData(500, 100_000, 1500)]
    [InlineData(4096, 5000, 4096)]
    [InlineData(4097, 50_000, 4097)]
    [InlineData(100_000, 5000, 70_000)]
    [InlineData(10, 5000, 0)]
    [InlineData(0, 5000, 10)]
    public void Attach_PutsPartsTogether(int before, int part, int after)
    {
        byte[] payload = [.. Json(before), .. Json(part), .. Json(after)];
        var compressed = Deflater.CompressPart(Json(part));
        var frame = SharedFrame.CreateText(payload);

        frame.AttachCompressed(before, part, compressed);

        var form = frame.CompressedForm();
        Assert.NotSame(frame, form);
        Assert.True(form.Payload.IndexOf(compressed) >= 0);
        Assert.Equal(payload, Inflate(form.Payload));
        frame.AttachCompressed(before, part, compressed);
        Assert.Same(form, frame.CompressedForm());
        frame.Release();
    }

    [Fact]
    public void Attach_OfPartsThatAreNotSmaller_IsTheFrameItself()
    {
        var noise = Noise(5000);
        var frame = SharedFrame.CreateBinary([.. noise, 1, 2, 3]);

        frame.AttachCompressed(0, noise.Length, Deflater.CompressPart(noise));

        Assert.Same(frame, frame.CompressedForm());
        frame.Release();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public void CompressPart_OfNoise_FitsAndEndsWithTheMark(int bytes)
    {
        var part = Deflater.CompressPart(Noise(bytes));

        Assert.Equal(FlushMark, part[^4..]);
        Assert.Equal(Noise(bytes), Inflate(part.AsSpan(0, part.Length - 4)));
    }
}
