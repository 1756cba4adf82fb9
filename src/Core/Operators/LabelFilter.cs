using System.Text;

namespace Venueless.Fast.Core.Operators;

/// <summary>
/// Shell patterns over connection labels (connection.md section 6): <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-c]</c>, <c>[!abc]</c>; everything else, a dot included, stands for
/// itself. Case-sensitive. A set without end is an ordinary bracket; a closing bracket that comes first in a set belongs to it.
/// </summary>
public sealed class LabelFilter
{
    private const string All = "*";

    private readonly Rune[][] _patterns;

    /// <param name="patterns">A label must match one of them; none: every label matches.</param>
    public LabelFilter(IReadOnlyCollection<string> patterns)
    {
        var compiled = new List<Rune[]>(Math.Max(1, patterns.Count));
        foreach (var pattern in patterns)
        {
            compiled.Add(RunesOf(pattern));
        }

        _patterns = compiled.Count > 0 ? [.. compiled] : [RunesOf(All)];
    }

    /// <summary>Whether one of the patterns matches the whole label.</summary>
    public bool Matches(string label)
    {
        var runes = RunesOf(label);
        foreach (var pattern in _patterns)
        {
            if (Matches(pattern, runes))
            {
                return true;
            }
        }

        return false;
    }

    private static Rune[] RunesOf(string text)
    {
        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            runes.Add(rune);
        }

        return [.. runes];
    }

    // Back to the last star only: what an earlier one could take more of, the last one can take as well. So the time is at most the product of the lengths.
    private static bool Matches(ReadOnlySpan<Rune> pattern, ReadOnlySpan<Rune> label)
    {
        var (at, read) = (0, 0);
        var (star, resume) = (-1, 0);
        while (read < label.Length)
        {
            if (at < pattern.Length && pattern[at].Value == '*')
            {
                (star, resume) = (at++, read);
            }
            else if (at < pattern.Length && MatchesOne(pattern, at, label[read], out var next))
            {
                (at, read) = (next, read + 1);
            }
            else if (star >= 0)
            {
                (at, read) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at].Value == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<Rune> pattern, int at, Rune rune, out int next)
    {
        next = at + 1;
        if (pattern[at].Value == '?')
        {
            return true;
        }

        if (pattern[at].Value != '[' || FindEnd(pattern, at) is not { } end)
        {
            return pattern[at] == rune;
        }

        next = end + 1;
        var isNegated = pattern[at + 1].Value == '!';
        return IsInSet(pattern[(at + (isNegated ? 2 : 1))..end], rune) != isNegated;
    }

    /// <summary>Where the set that begins here ends; null: it is none.</summary>
    private static int? FindEnd(ReadOnlySpan<Rune> pattern, int at)
    {
        var first = at + 1;
        if (first < pattern.Length && pattern[first].Value == '!')
        {
            first++;
        }

        for (var index = first + 1; index < pattern.Length; index++)
        {
            if (pattern[index].Value == ']')
            {
                return index;
            }
        }

        return null;
    }

    private static bool IsInSet(ReadOnlySpan<Rune> set, Rune rune)
    {
        for (var index = 0; index < set.Length; index++)
        {
            if (index + 2 < set.Length && set[index + 1].Value == '-')
            {
                if (set[index] <= rune && rune <= set[index + 2])
                {
                    return true;
                }

                index += 2;
            }
            else if (set[index] == rune)
            {
                return true;
            }
        }

        return false;
    }
}
