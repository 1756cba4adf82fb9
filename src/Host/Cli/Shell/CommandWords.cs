using System.Text;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>A command for Redis as words: separated by blanks, quoted where they contain some.</summary>
internal static class CommandWords
{
    /// <summary>Null if a quote does not end.</summary>
    public static List<string>? Split(string text)
    {
        var words = new List<string>();
        var index = 0;
        while (true)
        {
            while (index < text.Length && char.IsWhiteSpace(text[index]))
            {
                index++;
            }

            if (index == text.Length)
            {
                return words;
            }

            if (ReadWord(text, ref index) is not { } word)
            {
                return null;
            }

            words.Add(word);
        }
    }

    // Within double quotes \" \\ \n and \t; within single quotes everything stands for itself.
    private static string? ReadWord(string text, ref int index)
    {
        var word = new StringBuilder();
        var quote = '\0';
        for (; index < text.Length; index++)
        {
            var character = text[index];
            if (quote == '\0' && char.IsWhiteSpace(character))
            {
                return word.ToString();
            }

            if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is ('"' or '\''))
            {
                quote = character;
            }
            else if (quote == '"' && character == '\\' && index + 1 < text.Length)
            {
                index++;
                word.Append(text[index] switch { 'n' => '\n', 't' => '\t', var other => other });
            }
            else
            {
                word.Append(character);
            }
        }

        return quote == '\0' ? word.ToString() : null;
    }
}
