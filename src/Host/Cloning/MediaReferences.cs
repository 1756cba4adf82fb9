using System.Buffers;
using System.Text;

namespace Venueless.Fast.Host.Cloning;

/// <summary>Finds URLs of a world's stored files, alone or within a text, and says what stands before the path in a copy of the world.</summary>
/// <remarks>
/// Three spellings (operations.md section 3.4, http.md section 1.6): on the world's domain, which becomes the copy's; without a host; below an absolute media URL of
/// the configuration. Files once uploaded below <c>/media/</c> keep these URLs when the configuration changes, and they are still served.
/// </remarks>
internal sealed class MediaReferences
{
    private const string DefaultPath = "/media/";

    // What cannot stand in a URL as it is, or does not when the URL stands in a text.
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'<>()[]{}|\\^` \t\r\n\u00A0");

    // The original's and the copy's; a longer one comes before one that it contains.
    private readonly List<(string Old, string New)> _prefixes = [];

    /// <param name="mediaUrl">Of the configuration: a path or an absolute URL, ends with a slash.</param>
    public MediaReferences(string mediaUrl, string? oldDomain, string? newDomain)
    {
        var path = mediaUrl;
        if (!mediaUrl.StartsWith('/'))
        {
            _prefixes.Add((mediaUrl, mediaUrl));
            path = new Uri(mediaUrl).AbsolutePath;
        }

        Add(DefaultPath, oldDomain, newDomain);
        if (path.Length > 1 && path != DefaultPath)
        {
            Add(path, oldDomain, newDomain);
        }
    }

    /// <summary>All URLs in the text, from left to right; whether there are such files is not their concern.</summary>
    public IEnumerable<MediaReference> Find(string text)
    {
        var position = 0;
        while (FindPrefix(text, position) is var (start, prefix) && start >= 0)
        {
            var pathStart = start + prefix.Old.Length;
            var length = text.AsSpan(pathStart).IndexOfAny(Ends);
            var end = length < 0 ? text.Length : pathStart + length;
            position = Math.Max(end, start + 1);
            var path = PathIn(text.AsSpan(pathStart, end - pathStart));
            if (path.Length > 0)
            {
                yield return new MediaReference(start, prefix.Old.Length + path.Length, Uri.UnescapeDataString(path.ToString()), prefix.New);
            }
        }
    }

    /// <summary>The text with other URLs; null if none is replaced.</summary>
    /// <param name="replace">The new path, or null if the URL stays.</param>
    public string? Replace(string text, Func<string, string?> replace)
    {
        StringBuilder? changed = null;
        var copied = 0;
        foreach (var reference in Find(text))
        {
            if (replace(reference.Path) is { } path)
            {
                changed ??= new StringBuilder();
                changed.Append(text, copied, reference.Start - copied).Append(reference.NewPrefix).AppendJoin('/', path.Split('/').Select(Uri.EscapeDataString));
                copied = reference.Start + reference.Length;
            }
        }

        return changed?.Append(text, copied, text.Length - copied).ToString();
    }

    private static ReadOnlySpan<char> PathIn(ReadOnlySpan<char> url)
    {
        var end = url.IndexOfAny('?', '#');

        // A URL at the end of a sentence.
        return end < 0 ? url.TrimEnd(".,;:!") : url[..end];
    }

    private void Add(string path, string? oldDomain, string? newDomain)
    {
        if (oldDomain is not null)
        {
            foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://", "//"])
            {
                // A copy without a domain is opened by addresses that nobody knows yet: the path alone is right for all of them.
                _prefixes.Add(($"{scheme}{oldDomain}{path}", newDomain is null ? path : $"{scheme}{newDomain}{path}"));
            }
        }

        _prefixes.Add((path, path));
    }

    private (int Start, (string Old, string New) Prefix) FindPrefix(string text, int from)
    {
        var found = (Start: -1, Prefix: ("", ""));
        foreach (var prefix in _prefixes)
        {
            var start = IndexOf(text, prefix.Old, from);
            if (start >= 0 && (found.Start < 0 || start < found.Start))
            {
                found = (start, prefix);
            }
        }

        return found;
    }

    private static int IndexOf(string text, string prefix, int from)
    {
        while (true)
        {
            var start = text.IndexOf(prefix, from, StringComparison.OrdinalIgnoreCase);
            if (start <= 0 || IsBoundary(text[start - 1], prefix))
            {
                return start;
            }

            from = start + 1;
        }
    }

    // "/media/" after a host or another folder is somebody else's.
    private static bool IsBoundary(char before, string prefix) =>
        !char.IsLetterOrDigit(before) && (prefix[0] != '/' || before is not ('/' or ':' or '.' or '-' or '_' or '%' or '~' or '@' or ']'));
}
