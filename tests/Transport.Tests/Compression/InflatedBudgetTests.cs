using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>What a connection holds of inflated messages, and who pays for inflating them.</summary>
public sealed class InflatedBudgetTests
{
    private static byte[] Frame(string text) => ClientFrame.Encode(WireFrame.TextOpcode, Deflated.Encode(text), reservedBits: 4);

    [Fact]
    public async Task InflatedBytes_CountWhileTheHandlerLooksAtThem()
    {
        using var link = new MemoryLink(static options => options.MaxMessageBytesBeforeLogin = options.MaxMessageBytes, isCompressed: true);
        var handler = new SlowHandler(() => link.Services.Budget.UsedBytes) { IsSlow = false };
        link.Start(handler);

        link.Receive(Frame(new string('x', 1024 * 1024)));

        Assert.Equal(1024 * 1024, (await handler.NextAsync()).Length);
        Assert.InRange(handler.UsedBytes, 1024 * 1024, (1024 * 1024) + (128 * 1024));
        Assert.Equal(0, link.Services.Budget.UsedBytes);
    }

    [Fact]
    public async Task LargeInflatedMessage_ThatWaitsForItsHandler_IsGivenUpAndInflatedAgain()
    {
        using var link = new MemoryLink(static options => options.MaxMessageBytesBeforeLogin = options.MaxMessageBytes, isCompressed: true);
        var handler = new SlowHandler(() => link.Services.Budget.UsedBytes) { IsSlow = true };
        link.Start(handler);
        var large = Deflated.Json(1024 * 1024);

        link.Receive([.. Frame("first"), .. Frame(large), .. Frame("last")]);

        // The second was offered and refused; what waits is its compressed form.
        Assert.Equal("first", await handler.NextAsync());
        Assert.Equal(1, handler.Refusals);
        Assert.InRange(link.Services.Budget.UsedBytes, 1, 64 * 1024);
        handler.Release();
        Assert.Equal(large, await handler.NextAsync());
        handler.Release();
        Assert.Equal("last", await handler.NextAsync());
    }

    [Fact]
    public async Task SmallInflatedMessage_ThatWaits_IsKept()
    {
        using var link = new MemoryLink(isCompressed: true);
        var handler = new SlowHandler(() => link.Services.Budget.UsedBytes) { IsSlow = true };
        link.Start(handler);

        link.Receive([.. Frame("first"), .. Frame("second")]);

        Assert.InRange(link.Services.Budget.UsedBytes, 1, 8 * 1024);
        Assert.Equal("first", await handler.NextAsync());
        handler.Release();
        Assert.Equal("second", await handler.NextAsync());
    }

    [Fact]
    public void InflatedBytes_CostCommands()
    {
        using var link = new MemoryLink(
            static options =>
            {
                options.MaxMessageBytesBeforeLogin = options.MaxMessageBytes;
                options.CommandsPerSecond = 10;
                options.CommandBurst = 20;
            },
            isCompressed: true);
        var handler = new ReplyHandler(link.Connection);
        link.Start(handler);
        // One command and 16 times 64 KiB.
        var large = Frame(new string('x', 1024 * 1024));

        link.Receive([.. large, .. large, .. Frame("a")]);

        Assert.Equal(2, handler.Messages);
        // While it pauses, nothing of a message that has been handled is held.
        Assert.InRange(link.Services.Budget.UsedBytes, 0, 64 * 1024);
    }

    private sealed class SlowHandler(Func<long> usedBytes) : IMessageHandler
    {
        private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
        private TaskCompletionSource _busy = new();

        public bool IsSlow { get; init; }

        public int Refusals { get; private set; }

        /// <summary>What the budget said during the last message.</summary>
        public long UsedBytes { get; private set; }

        public async Task<string> NextAsync() => await _texts.Reader.ReadAsync().AsTask().WaitAsync(WireClient.DefaultTimeout);

        public void Release()
        {
            var busy = _busy;
            _busy = new TaskCompletionSource();
            busy.SetResult();
        }

        public ValueTask OnOpenAsync() => ValueTask.CompletedTask;

        public ValueTask OnMessageAsync(in ReadOnlySequence<byte> message, MessageType type)
        {
            UsedBytes = usedBytes();
            var busy = _busy.Task;
            _texts.Writer.TryWrite(Encoding.UTF8.GetString(message));
            return IsSlow ? new ValueTask(busy) : ValueTask.CompletedTask;
        }

        public bool TryHandleWhileBusy(in ReadOnlySequence<byte> message, MessageType type)
        {
            Refusals++;
            return false;
        }

        public ValueTask OnClosedAsync(ConnectionClosed closed) => ValueTask.CompletedTask;
    }
}
