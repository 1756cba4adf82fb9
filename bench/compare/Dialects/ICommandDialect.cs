namespace Venueless.Fast.Compare.Dialects;

/// <summary>How a small command is asked and answered.</summary>
internal interface ICommandDialect
{
    /// <summary>The text of a command.</summary>
    /// <param name="command">One of <see cref="Commands"/>.</param>
    /// <param name="client">Who asks, after its opening.</param>
    /// <param name="number">Of the question; the body changes with it where a real client's would.</param>
    byte[] Ask(string command, int client, int number);

    /// <summary>Whether a frame answers a command; refusals and pushes do not.</summary>
    bool IsAnswer(ReadOnlySpan<byte> payload);

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    string? FindFault(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question);
}
