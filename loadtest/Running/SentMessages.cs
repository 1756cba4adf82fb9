namespace Venueless.Fast.LoadTest.Running;

/// <summary>Chat messages by sender: what every receiver of the sender's room must have got.</summary>
internal sealed record SentMessages
{
    /// <summary>Last number of each sender; the index is the attendee's number.</summary>
    public required int[] Last { get; init; }

    /// <summary>How many of them the server refused.</summary>
    public required int[] Refused { get; init; }

    public static SentMessages Empty(int senders) => new() { Last = new int[senders], Refused = new int[senders] };

    /// <summary>Each sender belongs to one worker, so adding up is merging.</summary>
    public static SentMessages Sum(IEnumerable<SentMessages> parts, int senders)
    {
        var sum = Empty(senders);
        foreach (var part in parts)
        {
            for (var sender = 0; sender < senders; sender++)
            {
                sum.Last[sender] += part.Last[sender];
                sum.Refused[sender] += part.Refused[sender];
            }
        }

        return sum;
    }
}
