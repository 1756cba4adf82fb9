using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests;

/// <summary>Holds the budgets of bench/baselines.json: allocated bytes per operation in steady state.</summary>
public sealed class AllocationTests
{
    private const int Operations = 2000;

    private readonly SessionHarness _harness = new(commands: new NothingTable());

    [Fact]
    public void Parse_OfAValidMessage_AllocatesNothing()
    {
        var message = """["chat.send",12,{"channel":"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01","content":{"type":"text","body":"hello"}}]"""u8.ToArray();

        Assert.Equal(Budget("EnvelopeBenchmarks.Parse"), Measure(() => Assert.True(EnvelopeParser.Parse(message, out _) is null)));
    }

    [Fact]
    public async Task OnMessage_Ping_AllocatesNothing()
    {
        var (session, connection) = await _harness.LogInAsync();

        Assert.Equal(Budget("DispatchBenchmarks.Ping"), Measure(session, connection, """["ping",1763824000000]"""u8));
    }

    [Fact]
    public async Task OnMessage_CommandThatDoesNotWait_AllocatesNothing()
    {
        var (session, connection) = await _harness.LogInAsync();

        Assert.Equal(Budget("DispatchBenchmarks.Command"), Measure(session, connection, """["user.nothing",17,{}]"""u8));
    }

    private static long Measure(Session session, RecordingConnection connection, ReadOnlySpan<byte> message)
    {
        connection.IsSilent = true;
        var sequence = new ReadOnlySequence<byte>(message.ToArray());
        var before = connection.Count;
        var allocated = Measure(() =>
        {
            var running = session.OnMessageAsync(sequence, MessageType.Text);
            Assert.True(running.IsCompletedSuccessfully);
        });
        Assert.Equal(2 * Operations, connection.Count - before);
        return allocated;
    }

    private static long Budget(string benchmark)
    {
        using var baselines = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "baselines.json")));
        return baselines.RootElement.GetProperty(benchmark).GetProperty("allocatedBytes").GetInt64();
    }

    // Bytes per operation, rounded up: one stray byte in all rounds is one too many. The first half warms up.
    private static long Measure(Action operation)
    {
        for (var round = 0; round < Operations; round++)
        {
            operation();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Operations; round++)
        {
            operation();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before + Operations - 1) / Operations;
    }

    private sealed class NothingTable : CommandTable
    {
        public override int Count => 1;

        public override int Find(ReadOnlySpan<byte> name) => name.SequenceEqual("user.nothing"u8) ? 0 : -1;

        public override string NameOf(int command) => "user.nothing";

        public override bool UsesRoom(int command) => false;

        public override ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body) => new(CommandResult.Success);
    }
}
