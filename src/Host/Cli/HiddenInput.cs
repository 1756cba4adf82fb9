using System.Text;

namespace Venueless.Fast.Host.Cli;

/// <summary>Reads a line from a terminal without showing it.</summary>
internal static class HiddenInput
{
    /// <summary>The line; null when the input ends (Ctrl-D on an empty line).</summary>
    /// <param name="readKey">The next key, not shown.</param>
    public static string? ReadLine(Func<ConsoleKeyInfo> readKey)
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = readKey();
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return line.ToString();
                case ConsoleKey.D when isControl && line.Length == 0:
                    return null;
                case ConsoleKey.U when isControl:
                    line.Clear();
                    break;
                case ConsoleKey.Backspace when line.Length > 0:
                    // Both halves of a character beyond the basic plane.
                    line.Length -= line.Length > 1 && char.IsLowSurrogate(line[^1]) ? 2 : 1;
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        line.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
