using System.Buffers.Text;
using System.Globalization;

namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>
/// The text of a chat message that measures itself: run, sender, number of the message of this sender, and when it was due. The due time, not the time of sending, so
/// that a generator that comes too late cannot hide what its lateness does to everybody (coordinated omission).
/// </summary>
/// <param name="Sequence">From 1, without gaps, per sender.</param>
/// <param name="Due">Microseconds of the machine's monotonic clock.</param>
internal readonly record struct LoadText(int Run, int Sender, int Sequence, long Due)
{
    private static ReadOnlySpan<byte> Marker => "~load "u8;

    /// <param name="length">Of the text, filled up with words; shorter ones are as long as they must be.</param>
    public string Write(int length)
    {
        const string Filling = "the quick brown fox jumps over the lazy dog and ";
        var text = string.Create(CultureInfo.InvariantCulture, $"~load {Run} {Sender} {Sequence} {Due} ");
        return text.Length >= length ? text : string.Create(length, text, static (target, text) =>
        {
            text.CopyTo(target);
            for (var index = text.Length; index < target.Length; index++)
            {
                target[index] = Filling[index % Filling.Length];
            }
        });
    }

    /// <summary>Finds the text anywhere in a message.</summary>
    public static bool TryFind(ReadOnlySpan<byte> message, out LoadText text)
    {
        text = default;
        var start = message.IndexOf(Marker);
        if (start < 0)
        {
            return false;
        }

        message = message[(start + Marker.Length)..];
        if (!TryTake(ref message, out var run) || !TryTake(ref message, out var sender) || !TryTake(ref message, out var sequence) || !TryTake(ref message, out var due))
        {
            return false;
        }

        text = new LoadText((int)run, (int)sender, (int)sequence, due);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, out long number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var digits) || digits == text.Length || text[digits] != ' ')
        {
            return false;
        }

        text = text[(digits + 1)..];
        return true;
    }
}
