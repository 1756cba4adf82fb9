using System.Text;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Collects lines until a statement is complete: a semicolon that stands in no text, name, comment or dollar quote.</summary>
internal sealed class StatementBuffer
{
    // \G in place of the semicolon: the result as records.
    private const string RecordsEnd = "\\G";

    private readonly StringBuilder _text = new();

    /// <summary>Nothing but blanks and comments has come since the last complete statement.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Adds a line; returns the statements that it completes, without their ends.</summary>
    public IReadOnlyList<ShellStatement> Add(string line)
    {
        _text.Append(line).Append('\n');
        var text = _text.ToString();
        var statements = new List<ShellStatement>();
        var start = 0;
        while (FindEnd(text, start) is var end && end >= 0)
        {
            var statement = text[start..end].Trim();
            var isRecords = text[end] == '\\';
            if (statement.Length > 0)
            {
                statements.Add(new ShellStatement(statement, isRecords));
            }

            start = end + (isRecords ? RecordsEnd.Length : 1);
        }

        _text.Remove(0, start);
        if (text[start..].Split('\n').All(static rest => rest.AsSpan().Trim() is var trimmed && (trimmed.IsEmpty || trimmed.StartsWith("--"))))
        {
            // Comments between statements.
            _text.Clear();
        }

        return statements;
    }

    /// <summary>Gives up what is not complete.</summary>
    public void Clear() => _text.Clear();

    private static int FindEnd(string text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            var rest = text.AsSpan(index);
            if (rest[0] == ';' || rest.StartsWith(RecordsEnd, StringComparison.Ordinal))
            {
                return index;
            }

            var length = LengthOfQuoted(text, index);
            if (length < 0)
            {
                // Goes on in a line to come.
                return -1;
            }

            index += length;
        }

        return -1;
    }

    // 0: nothing of that kind begins here; -1: it begins and does not end. Otherwise the length without the last character.
    private static int LengthOfQuoted(string text, int index)
    {
        var rest = text.AsSpan(index);
        return rest[0] switch
        {
            '\'' => LengthOfString(rest, hasEscapes: HasEscapePrefix(text, index)),
            '"' => LengthTo(rest, "\"", 1),
            '-' when rest.StartsWith("--") => LengthTo(rest, "\n", 2),
            '/' when rest.StartsWith("/*") => LengthTo(rest, "*/", 2),
            '$' when index == 0 || !IsNamePart(text[index - 1]) => LengthOfDollarQuote(rest),
            _ => 0,
        };
    }

    private static int LengthOfString(ReadOnlySpan<char> rest, bool hasEscapes)
    {
        for (var index = 1; index < rest.Length; index++)
        {
            var isDoubled = rest[index] == '\'' && index + 1 < rest.Length && rest[index + 1] == '\'';
            if (isDoubled || hasEscapes && rest[index] == '\\')
            {
                index++;
            }
            else if (rest[index] == '\'')
            {
                return index;
            }
        }

        return -1;
    }

    private static int LengthTo(ReadOnlySpan<char> rest, string end, int from)
    {
        var found = rest[from..].IndexOf(end, StringComparison.Ordinal);
        return found < 0 ? -1 : from + found + end.Length - 1;
    }

    private static int LengthOfDollarQuote(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && IsNamePart(rest[length]))
        {
            length++;
        }

        // $1 is a parameter.
        return length == rest.Length || rest[length] != '$' || char.IsAsciiDigit(rest[1]) ? 0 : LengthTo(rest, rest[..(length + 1)].ToString(), length + 1);
    }

    private static bool HasEscapePrefix(string text, int index) =>
        index > 0 && text[index - 1] is ('e' or 'E') && (index == 1 || !IsNamePart(text[index - 2]));

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
