using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// Outcome of a command. Success: the payload that was written to <see cref="CommandContext.BeginReply"/>, or <c>{}</c> when nothing was.
/// Expected refusals are errors from a catalogue, never exceptions.
/// </summary>
public readonly struct CommandResult
{
    private CommandResult(ErrorCode? error, string? message, RawJson? details, bool isReplied)
    {
        ErrorCode = error;
        Message = message;
        Details = details;
        IsReplied = isReplied;
    }

    /// <summary>Success with the written payload or <c>{}</c>.</summary>
    public static CommandResult Success => default;

    /// <summary>The handler (or the commit that owned the reply) has already sent it by <see cref="CommandContext.SendReply()"/>.</summary>
    public static CommandResult Replied => new(null, null, null, true);

    /// <summary>Null on success.</summary>
    public ErrorCode? ErrorCode { get; }

    /// <summary>Text for people; null or empty: the key is left out.</summary>
    public string? Message { get; }

    /// <summary>JSON for the <c>details</c> key; null: left out.</summary>
    public RawJson? Details { get; }

    public bool IsReplied { get; }

    public bool IsError => ErrorCode is not null;

    /// <summary>A refusal.</summary>
    public static CommandResult Error(ErrorCode code, string? message = null, RawJson? details = null) => new(code, message, details, false);

    /// <summary><c>protocol.invalid_body</c> with what is wrong and where.</summary>
    public static CommandResult InvalidBody(string message) => Error(ErrorCodes.InvalidBody, message);
}
