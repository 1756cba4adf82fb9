using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Venueless.Fast.Modules.Chat.Reactions;

/// <summary>
/// The 5,042 strings of the Unicode Emoji 16.0 test list, of any status: what may be a reaction (chat.md section 7.7). Immutable; any thread.
/// </summary>
/// <remarks>The resource holds the 3,790 full spellings; the shorter ones are those without some of their presentation selectors.</remarks>
internal static class EmojiList
{
    private const char PresentationSelector = '\uFE0F';

    private static readonly FrozenSet<string> All = Load();

    public static int Count => All.Count;

    public static bool Contains(string text) => All.Contains(text);

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(EmojiList).Assembly.GetManifestResourceStream("emoji-16.0.txt")!;
        using var reader = new StreamReader(stream);
        var all = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                AddSpellings(Decode(line), 0, all);
            }
        }

        return all.ToFrozenSet(StringComparer.Ordinal);
    }

    private static string Decode(string codePoints)
    {
        var text = new StringBuilder();
        foreach (var codePoint in codePoints.Split(' '))
        {
            text.Append(char.ConvertFromUtf32(int.Parse(codePoint, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        }

        return text.ToString();
    }

    /// <summary>The text itself, and without each selector from <paramref name="start"/> on.</summary>
    private static void AddSpellings(string text, int start, HashSet<string> all)
    {
        all.Add(text);
        for (var at = text.IndexOf(PresentationSelector, start); at >= 0; at = text.IndexOf(PresentationSelector, at + 1))
        {
            AddSpellings(text.Remove(at, 1), at, all);
        }
    }
}
