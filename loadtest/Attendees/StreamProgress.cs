namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>What an attendee has got of one sender's numbered messages.</summary>
internal struct StreamProgress
{
    /// <summary>Number of the first message that came; 0: none yet.</summary>
    public int First { get; private set; }

    public int Last { get; private set; }

    /// <summary>Different messages, as far as they came in order.</summary>
    public int Received { get; private set; }

    /// <returns>False for one that came before, or after a later one.</returns>
    public bool TryTake(int sequence)
    {
        if (sequence <= Last)
        {
            return false;
        }

        First = First == 0 ? sequence : First;
        Last = sequence;
        Received++;
        return true;
    }

    /// <summary>How many did not come, of all that the sender got stored.</summary>
    /// <param name="sent">The sender's last number.</param>
    /// <param name="refused">How many of them the server refused.</param>
    /// <param name="fromStart">Whether the attendee was there before the first one; else its first message is where counting begins, and refused ones count as lost at most.</param>
    public readonly int MissingOf(int sent, int refused, bool fromStart) =>
        fromStart ? Math.Max(0, sent - refused - Received) : First == 0 ? 0 : Math.Max(0, sent - First + 1 - Received - refused);
}
