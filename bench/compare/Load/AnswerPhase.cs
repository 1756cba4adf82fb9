using System.Text;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>Every client of a crowd asks the same command at an even rate, whether earlier answers have come or not. Loop thread only.</summary>
/// <param name="crowd">Whose dialect knows commands.</param>
/// <param name="command">One of <see cref="Commands"/>.</param>
internal sealed class AnswerPhase(Crowd crowd, string command) : IFrameListener
{
    private const int TicksPerSecond = 500;

    private readonly ICommandDialect _dialect = crowd.Dialect as ICommandDialect ?? throw new InvalidOperationException("One of the servers answers no commands.");

    // Per client, when the questions were due whose answers have not come; answers come in the order of the questions.
    private readonly Queue<long>[] _waiting = [.. crowd.Clients.Select(static _ => new Queue<long>())];

    // While validating: the question that each client has asked last.
    private byte[][]? _questions;
    private string? _fault;

    public long Answers { get; private set; }

    public long Missing { get; private set; }

    /// <summary>Of the last answer.</summary>
    public int AnswerBytes { get; private set; }

    public LatencyHistogram Latency { get; } = new();

    /// <summary>Asks for so long, then waits for the last answers.</summary>
    /// <param name="perSecond">Of all clients together.</param>
    public async Task RunAsync(TimeSpan time, int perSecond)
    {
        crowd.Listener = this;
        var start = Clock.Now;
        var asked = 0;
        for (var tick = 1; tick <= time.TotalSeconds * TicksPerSecond; tick++)
        {
            var due = start + (tick * 1_000_000L / TicksPerSecond);
            await crowd.Loop.DelayUntilAsync(due);
            for (; asked < (long)tick * perSecond / TicksPerSecond; asked++)
            {
                Ask(crowd.Clients[asked % crowd.Clients.Count], asked, due);
            }
        }

        await DrainAsync();
        crowd.Listener = IgnoringListener.Instance;
    }

    /// <summary>Every client asks once, and each answer is looked at.</summary>
    public async Task ValidateAsync()
    {
        crowd.Listener = this;
        _questions = new byte[crowd.Clients.Count][];
        foreach (var client in crowd.Clients)
        {
            Ask(client, client.Index, Clock.Now);
        }

        await DrainAsync();
        crowd.Listener = IgnoringListener.Instance;
        if (_fault is not null || Missing > 0)
        {
            throw new InvalidOperationException(_fault ?? $"Of {crowd.Clients.Count} answers to {command} {Missing} are missing.");
        }
    }

    public void OnFrame(LoadClient client, ReadOnlySpan<byte> payload, long receivedAt)
    {
        if (!_dialect.IsAnswer(payload))
        {
            return;
        }

        if (_questions?[client.Index] is { } question && _dialect.FindFault(payload, question) is { } fault)
        {
            _fault ??= $"What client {client.Index} received {fault}: {Encoding.UTF8.GetString(payload)}";
        }

        if (_waiting[client.Index].TryDequeue(out var due))
        {
            Answers++;
            Missing--;
            AnswerBytes = payload.Length;
            Latency.Record(receivedAt - due);
        }
    }

    private void Ask(LoadClient client, int number, long due)
    {
        var question = _dialect.Ask(command, client.Index, number);
        if (_questions is not null)
        {
            _questions[client.Index] = question;
        }

        _waiting[client.Index].Enqueue(due);
        Missing++;
        client.Socket!.SendText(question); // All are there.
    }

    private Task DrainAsync() => Drain.WaitAsync(crowd, () => Missing);
}
