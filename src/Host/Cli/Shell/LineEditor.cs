using System.Globalization;
using System.Text;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Reads a line at a terminal: arrows, Home and End, Ctrl-A, -E, -U, -K, -W, and the history with the arrows up and down.</summary>
internal sealed class LineEditor(Func<ConsoleKeyInfo> readKey, TextWriter output, int width, IReadOnlyList<string> history)
{
    private readonly Func<ConsoleKeyInfo> _readKey = readKey;
    private readonly TextWriter _output = output;
    private readonly int _width = width;
    private readonly IReadOnlyList<string> _history = history;
    private string _line = "";
    private int _cursor;

    // Where in the history the line comes from; its length: a new one.
    private int _place;
    private string _draft = "";

    /// <summary>The line; null when the input ends (Ctrl-D on an empty line).</summary>
    public string? Read(string prompt)
    {
        Set("");
        _place = _history.Count;
        while (true)
        {
            Draw(prompt);
            var key = _readKey();
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            if (key.Key == ConsoleKey.Enter || isControl && key.Key == ConsoleKey.D && _line.Length == 0)
            {
                _output.WriteLine();
                return key.Key == ConsoleKey.Enter ? _line : null;
            }

            if (isControl)
            {
                Control(key.Key);
            }
            else
            {
                Edit(key);
            }
        }
    }

    private void Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A:
                _cursor = 0;
                break;
            case ConsoleKey.E:
                _cursor = _line.Length;
                break;
            case ConsoleKey.U:
                Remove(0, _cursor);
                break;
            case ConsoleKey.K:
                Remove(_cursor, _line.Length);
                break;
            case ConsoleKey.W:
                Remove(_line.AsSpan(0, _cursor).TrimEnd(' ').LastIndexOf(' ') + 1, _cursor);
                break;
            case ConsoleKey.D:
                Remove(_cursor, Next());
                break;
            default:
                break;
        }
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _cursor = Previous();
                break;
            case ConsoleKey.RightArrow:
                _cursor = Next();
                break;
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.End:
                _cursor = _line.Length;
                break;
            case ConsoleKey.Backspace:
                Remove(Previous(), _cursor);
                break;
            case ConsoleKey.Delete:
                Remove(_cursor, Next());
                break;
            case ConsoleKey.UpArrow:
                Recall(_place - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_place + 1);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _line = _line.Insert(_cursor, key.KeyChar.ToString());
                    _cursor++;
                }

                break;
        }
    }

    private void Recall(int place)
    {
        if (place < 0 || place > _history.Count)
        {
            return;
        }

        if (_place == _history.Count)
        {
            _draft = _line;
        }

        _place = place;
        Set(place == _history.Count ? _draft : _history[place]);
    }

    private void Set(string line)
    {
        _line = line;
        _cursor = line.Length;
    }

    private void Remove(int from, int to)
    {
        _line = _line.Remove(from, to - from);
        _cursor = from;
    }

    // By what a reader takes for one character.
    private int Previous()
    {
        var last = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(_line[.._cursor]))
        {
            last = start;
        }

        return last;
    }

    private int Next() => _cursor + StringInfo.GetNextTextElementLength(_line.AsSpan(_cursor));

    // The whole line anew; of one that is wider than the terminal the part around the cursor.
    private void Draw(string prompt)
    {
        var room = Math.Max(10, _width - prompt.Length - 1);
        var start = Math.Max(0, _cursor - room + 1);
        var shown = _line.Substring(start, Math.Min(room, _line.Length - start));
        var back = CellText.Width(shown[(_cursor - start)..]);
        var text = new StringBuilder().Append('\r').Append(prompt).Append(CellText.Escape(shown)).Append("\x1b[K");
        if (back > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\x1b[{back}D");
        }

        _output.Write(text.ToString());
        _output.Flush();
    }
}
