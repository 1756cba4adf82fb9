using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>The fourteen namespaces and their <c>unsupported_command</c> errors: connection.md section 4, steps 4 and 6.</summary>
internal static class CommandNamespaces
{
    private static readonly ErrorCode[] Unsupported =
    [
        new("announcement.unsupported_command"),
        new("bbb.unsupported_command"),
        new("chat.unsupported_command"),
        new("digitalsamba.unsupported_command"),
        new("exhibition.unsupported_command"),
        new("januscall.unsupported_command"),
        new("poll.unsupported_command"),
        new("poster.unsupported_command"),
        new("question.unsupported_command"),
        new("room.unsupported_command"),
        new("roulette.unsupported_command"),
        new("user.unsupported_command"),
        new("world.unsupported_command"),
        new("zoom.unsupported_command"),
    ];

    private static int SuffixLength => ".unsupported_command".Length;

    /// <summary>The namespace is the text before the first dot, or the whole name without one. False: unknown.</summary>
    /// <param name="unsupported">The error for an action that the namespace does not have.</param>
    public static bool TryFind(ReadOnlySpan<byte> commandName, out ErrorCode? unsupported)
    {
        var dot = commandName.IndexOf((byte)'.');
        var name = dot < 0 ? commandName : commandName[..dot];
        foreach (var error in Unsupported)
        {
            if (error.Utf8[..^SuffixLength].SequenceEqual(name))
            {
                unsupported = error;
                return true;
            }
        }

        unsupported = null;
        return false;
    }

    /// <summary>Chat looks at its body before its action (chat.md section 5): a body that is not an object is invalid even for unknown actions.</summary>
    public static bool ChecksBodyFirst(ReadOnlySpan<byte> commandName) => commandName.StartsWith("chat."u8);
}
