namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>What became of a command.</summary>
/// <param name="Code">Of the error; empty on success.</param>
/// <param name="Message">The whole message; null unless the caller wanted it.</param>
internal readonly record struct Reply(bool IsSuccess, string Code, byte[]? Message)
{
    /// <summary>The code of a command whose connection closed before its reply came.</summary>
    public const string Closed = "connection closed";
}
