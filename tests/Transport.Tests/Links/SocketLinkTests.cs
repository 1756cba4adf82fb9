using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Links;
using Venueless.Fast.Transport.Tests.Hosting;
using Venueless.Fast.Transport.WebSockets;

namespace Venueless.Fast.Transport.Tests.Links;

public sealed class SocketLinkTests : IDisposable
{
    private readonly TransportServices _services = new(new TransportOptions(), new FakeTimeProvider(), NullLogger.Instance);
    private readonly Socket _peer;
    private readonly Socket _socket;
    private readonly SocketLink _link;

    public SocketLinkTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _peer.Connect(listener.LocalEndPoint!);
        _socket = listener.Accept();
        _link = new SocketLink(_socket, _services);
    }

    [Fact]
    public async Task Read_GivesWhatWasNotConsumedTogetherWithWhatCame()
    {
        _link.BeginReading();
        _peer.Send("abc"u8);
        var first = await ReadAsync();
        Assert.Equal("abc", Text(first.Buffer));
        _link.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);

        var waiting = ReadAsync();
        Assert.False(waiting.IsCompleted);
        _peer.Send("de"u8);

        var second = await waiting;
        Assert.Equal("bcde", Text(second.Buffer));
        _link.AdvanceTo(second.Buffer.End);
    }

    [Fact]
    public async Task Read_WhatWasNotExamined_IsThereAtOnce()
    {
        _link.BeginReading();
        _peer.Send("abc"u8);
        var first = await ReadAsync();
        _link.AdvanceTo(first.Buffer.GetPosition(1));

        var again = ReadAsync();

        Assert.True(again.IsCompleted);
        Assert.Equal("bc", Text((await again).Buffer));
    }

    [Fact]
    public async Task Read_MoreThanABufferUnconsumed_KeepsEveryByte()
    {
        _link.BeginReading();
        var sent = new byte[50_000];
        new Random(1).NextBytes(sent);
        var sending = _peer.SendAsync(sent);
        var result = await ReadAsync();
        while (result.Buffer.Length < sent.Length)
        {
            _link.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadAsync();
        }

        await sending;
        Assert.Equal(sent, result.Buffer.ToArray());
    }

    [Fact]
    public async Task ARestOfALargeMessage_IsKeptInASmallBuffer()
    {
        _link.BeginReading();
        var sending = _peer.SendAsync(new byte[50_000]);
        var result = await ReadAsync();
        while (result.Buffer.Length < 50_000)
        {
            _link.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadAsync();
        }

        await sending;
        Assert.True(_link.BufferBytes >= 50_000);
        _link.AdvanceTo(result.Buffer.GetPosition(20_000), result.Buffer.End);
        Assert.True(_link.BufferBytes >= 30_000);
        _peer.Send("x"u8);
        result = await ReadAsync();
        Assert.Equal(30_001, result.Buffer.Length);
        _link.AdvanceTo(result.Buffer.GetPosition(29_999), result.Buffer.End);

        Assert.Equal(4096, _link.BufferBytes);
        _peer.Send("y"u8);
        result = await ReadAsync();
        Assert.Equal("\0xy", Text(result.Buffer));
        _link.AdvanceTo(result.Buffer.End);
        Assert.Equal(0, _link.BufferBytes);
    }

    [Fact]
    public async Task TryRead_FindsWhatCameBehindACancelledRead()
    {
        _link.BeginReading();
        var waiting = ReadAsync();
        _link.CancelPendingRead();
        _link.AdvanceTo((await waiting).Buffer.End);
        Assert.False(_link.TryRead(out _));

        _peer.Send("x"u8);

        System.IO.Pipelines.ReadResult result = default;
        await TestHost.WaitUntilAsync(() => _link.TryRead(out result), "It was never found.");
        Assert.Equal("x", Text(result.Buffer));
    }

    [Fact]
    public async Task CancelPendingRead_WakesOneRead_AndLosesNothing()
    {
        _link.BeginReading();
        var waiting = ReadAsync();
        _link.CancelPendingRead();
        var cancelled = await waiting;
        Assert.True(cancelled.IsCanceled);
        Assert.True(cancelled.Buffer.IsEmpty);
        _link.AdvanceTo(cancelled.Buffer.End);

        _link.CancelPendingRead();
        Assert.True((await ReadAsync()).IsCanceled);

        var next = ReadAsync();
        _peer.Send("x"u8);
        var result = await next;
        Assert.False(result.IsCanceled);
        Assert.Equal("x", Text(result.Buffer));
    }

    [Fact]
    public async Task CancelAndBytesAtOnce_EveryByteArrives()
    {
        _link.BeginReading();
        const int Count = 5_000;
        var cancelling = Task.Run(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                _link.CancelPendingRead();
                _peer.Send(new[] { (byte)i });
            }
        });
        var received = new List<byte>();
        while (received.Count < Count)
        {
            var result = await ReadAsync();
            received.AddRange(result.Buffer.ToArray());
            _link.AdvanceTo(result.Buffer.End);
        }

        await cancelling;
        Assert.Equal(Enumerable.Range(0, Count).Select(static i => (byte)i), received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_CompletesTheRead(bool isByThePeer)
    {
        _link.BeginReading();
        var waiting = ReadAsync();
        if (isByThePeer)
        {
            _peer.Shutdown(SocketShutdown.Send);
        }
        else
        {
            _link.Abort();
        }

        Assert.True((await waiting).IsCompleted);
        Assert.Equal(!isByThePeer, _link.IsClosed);
        Assert.True((await ReadAsync()).IsCompleted);
    }

    [LinuxTheory]
    [InlineData("GET /w", false, nameof(PrefixMatch.Part))]
    [InlineData("GET /w", true, nameof(PrefixMatch.Gone))]
    [InlineData("GET /ws/x", false, nameof(PrefixMatch.Whole))]
    [InlineData("GET /ws/x", true, nameof(PrefixMatch.Whole))]
    [InlineData("GET /other", true, nameof(PrefixMatch.None))]
    [InlineData("", true, nameof(PrefixMatch.Gone))]
    public async Task Compare_LeavesTheBytesWhereTheyAre(string bytes, bool hasPeerEnded, string match)
    {
        _peer.Send(Encoding.ASCII.GetBytes(bytes));
        if (hasPeerEnded)
        {
            _peer.Shutdown(SocketShutdown.Send);
        }

        Assert.True((await ReadAsync()).Buffer.IsEmpty);

        // The bytes and the end come one after the other.
        var count = 0;
        await TestHost.WaitUntilAsync(() => _link.Compare("GET /ws/"u8, out count).ToString() == match, $"It was never {match}.");

        Assert.Equal(Math.Min(bytes.Length, "GET /ws/".Length), count);
        var left = new byte[100];
        Assert.Equal(bytes, Encoding.ASCII.GetString(left, 0, bytes.Length > 0 ? _socket.Receive(left) : 0));
    }

    [Fact]
    public void Services_CountTheSocketUntilItsRelease()
    {
        Assert.Equal(1, _services.Sockets);
        _link.Close();
        Assert.Equal(1, _services.Sockets);
    }

    public void Dispose()
    {
        _link.Release();
        Assert.Equal(0, _services.Sockets);
        _peer.Dispose();
        _services.Registry.Dispose();
    }

    private Task<System.IO.Pipelines.ReadResult> ReadAsync() => _link.ReadAsync().AsTask().WaitAsync(WireClient.DefaultTimeout);

    private static string Text(in ReadOnlySequence<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
