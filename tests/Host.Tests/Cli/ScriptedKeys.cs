namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>Keys that somebody presses at a terminal, written as characters: <c>\r</c>, <c>\b</c>, Ctrl-A to Ctrl-Z as 1 to 26, arrows as ↑ ↓ ← →.</summary>
internal sealed class ScriptedKeys(string keys)
{
    private readonly Queue<char> _keys = new(keys);

    public ConsoleKeyInfo Next()
    {
        var key = _keys.Dequeue();
        return key switch
        {
            '\r' => new ConsoleKeyInfo(key, ConsoleKey.Enter, false, false, false),
            '\b' => new ConsoleKeyInfo(key, ConsoleKey.Backspace, false, false, false),
            '↑' => new ConsoleKeyInfo('\0', ConsoleKey.UpArrow, false, false, false),
            '↓' => new ConsoleKeyInfo('\0', ConsoleKey.DownArrow, false, false, false),
            '←' => new ConsoleKeyInfo('\0', ConsoleKey.LeftArrow, false, false, false),
            '→' => new ConsoleKeyInfo('\0', ConsoleKey.RightArrow, false, false, false),
            < ' ' => new ConsoleKeyInfo(key, (ConsoleKey)(key + '@'), false, false, control: true),
            _ => new ConsoleKeyInfo(key, ConsoleKey.None, false, false, false),
        };
    }
}
