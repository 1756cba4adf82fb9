using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// Writes chat messages at a fixed rate whatever the server does (open loop): message k of the whole test is due at start + k / rate and belongs to chatter k modulo
/// chatters. The times do not depend on earlier replies, and a message that comes late is late in the results too.
/// </summary>
/// <param name="command">Name and body of the command that publishes a text of a chatter.</param>
internal sealed class MessagePump(Crowd crowd, Func<Attendee, string, (string Name, string Body)> command)
{
    private readonly LoadOptions _options = crowd.Options;
    private int _underWay;
    private bool _isOver;

    public SentMessages Sent { get; } = SentMessages.Empty(crowd.Options.Chatters);

    /// <summary>A chat message in the chatter's room.</summary>
    public static (string Name, string Body) ChatMessage(Attendee chatter, string text) =>
        ("chat.send", $$$"""{"channel":"{{{chatter.Visit!.Room.Channel}}}","event_type":"channel.message","content":{"type":"text","body":"{{{text}}}"}}""");

    /// <param name="seconds">How long messages are due.</param>
    /// <returns>Completes when the time is over and all is sent, whether the replies are there or not.</returns>
    public async Task RunAsync(long start, double seconds)
    {
        var chatters = crowd.Attendees.Where(attendee => attendee.Number < _options.Chatters).ToArray();
        if (_options.Rate > 0)
        {
            foreach (var chatter in chatters)
            {
                _ = WriteAsync(chatter, start, (int)Math.Round(_options.Rate * seconds, MidpointRounding.AwayFromZero));
            }
        }

        await crowd.Loop.DelayUntilAsync(start + (long)(seconds * 1_000_000));
        // What was due must be sent, however late a busy machine is.
        for (var end = Clock.Now + (long)(_options.Patience * 1_000_000); _underWay > 0 && Clock.Now < end;)
        {
            await crowd.Loop.DelayAsync(TimeSpan.FromMilliseconds(10));
        }

        _isOver = true;
    }

    private async Task WriteAsync(Attendee chatter, long start, int messages)
    {
        _underWay++;
        for (var message = chatter.Number; message < messages && !_isOver; message += _options.Chatters)
        {
            var due = start + (long)(message * 1_000_000d / _options.Rate);
            if (due > Clock.Now)
            {
                await crowd.Loop.DelayUntilAsync(due);
            }

            if (chatter.HasJoined)
            {
                crowd.Measurements.Record("lateness of the generator", Clock.Now - due);
                _ = SendAsync(chatter, due);
            }
            else
            {
                crowd.Measurements.Count("messages not sent, because the chatter was away");
            }
        }

        _underWay--;
    }

    private async Task SendAsync(Attendee chatter, long due)
    {
        var text = new LoadText(_options.Run, chatter.Number, ++Sent.Last[chatter.Number], due).Write(_options.MessageBytes);
        crowd.Measurements.Count("messages sent");
        var (name, body) = command(chatter, text);
        var reply = await chatter.CallAsync(name, body);
        // A connection that was lost leaves open whether the message was stored; then it is not expected, and its arrival is no loss of another.
        if (!reply.IsSuccess)
        {
            Sent.Refused[chatter.Number]++;
        }
    }
}
