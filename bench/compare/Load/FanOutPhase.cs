using System.Text;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.Compare.Load;

/// <summary>Offers messages to a crowd in one mode, and counts what arrives. Loop thread only.</summary>
/// <param name="crowd">Whose members publish in turns, so that no connection's order of commands stands in the way of the others.</param>
/// <param name="mode">How.</param>
/// <param name="firstNumber">Above those of all earlier phases of this crowd.</param>
internal sealed class FanOutPhase(Crowd crowd, FanOutMode mode, int firstNumber) : IFrameListener
{
    // Our event ids gain digits, and a time stamp may have none behind the second.
    private const int LengthTolerance = 12;

    private readonly FanOutDialect _dialect = crowd.Dialect as FanOutDialect ?? throw new InvalidOperationException("One of the servers passes no messages on.");
    private readonly MessageBook _book = new(firstNumber, crowd.Clients.Count);
    private long _end;
    private bool _isChecking;
    private string? _fault;

    public MessageBook Book => _book;

    /// <summary>Offers for so long, then waits until everything has arrived or nothing can be expected any more.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        crowd.Listener = this;
        var start = Clock.Now;
        _end = start + (long)time.TotalMicroseconds;
        if (mode.Window > 0)
        {
            for (var slot = 0; slot < mode.Window; slot++)
            {
                Publish(Clock.Now, slot);
            }

            await crowd.Loop.DelayUntilAsync(_end);
        }
        else
        {
            var interval = 1_000_000 / mode.MessagesPerSecond;
            for (var due = start + interval; due <= _end; due += interval)
            {
                await crowd.Loop.DelayUntilAsync(due);
                // From when it was due: a generator that is late must not make the server look better.
                Publish(due, slot: 0);
            }
        }

        await DrainAsync();
        crowd.Listener = IgnoringListener.Instance;
    }

    /// <summary>Sends messages one after the other, two by each publisher, and checks that every client gets exactly these.</summary>
    /// <exception cref="InvalidOperationException">Something else was delivered, too much, or too little.</exception>
    public async Task ValidateAsync()
    {
        crowd.Listener = this;
        _isChecking = true;
        for (var count = 0; count < 2 * crowd.Members; count++)
        {
            Publish(Clock.Now, slot: 0);
            await DrainAsync();
        }

        crowd.Listener = IgnoringListener.Instance;
        if (_fault is not null || _book.Missing > 0 || _book.Duplicates > 0)
        {
            throw new InvalidOperationException(_fault ?? $"Of {_book.NextNumber - firstNumber} messages {_book.Missing} deliveries are missing, {_book.Duplicates} came twice.");
        }
    }

    public void OnFrame(LoadClient client, ReadOnlySpan<byte> payload, long receivedAt)
    {
        var position = 0;
        while (_dialect.TryTakeDelivery(payload, ref position, out var number))
        {
            if (_isChecking)
            {
                Check(client, payload, number);
            }

            if (_book.Deliver(number, client.Index, receivedAt) is { } slot && mode.Window > 0 && Clock.Now < _end)
            {
                Publish(Clock.Now, slot);
            }
        }
    }

    private void Publish(long sentAt, int slot)
    {
        var number = _book.Begin(sentAt, slot);
        var publisher = crowd.Clients[(mode.Window > 1 ? slot : number) % crowd.Members];
        publisher.Socket!.SendText(_dialect.Publish(number)); // Members are there.
    }

    private Task DrainAsync() => Drain.WaitAsync(crowd, () => _book.Missing);

    private void Check(LoadClient client, ReadOnlySpan<byte> payload, int number)
    {
        // A server may add the sender's profile for those who do not know it yet; the second message has the length that is compared.
        var isSteady = number >= firstNumber + crowd.Members;
        var fault = _dialect.FindFault(payload, number)
            ?? (isSteady && Math.Abs(payload.Length - _dialect.PayloadBytes) > LengthTolerance ? $"has {payload.Length} bytes instead of {_dialect.PayloadBytes}" : null);
        if (fault is not null)
        {
            _fault ??= $"What client {client.Index} received {fault}: {Encoding.UTF8.GetString(payload)}";
        }
    }
}
