using System.Globalization;
using System.Text;

namespace Venueless.Fast.Compare.Results;

/// <summary>Rows under one head.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(params string[] head)
    {
        Add(head);
        Add([.. head.Select(static _ => "---")]);
    }

    public void Add(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    public override string ToString() => _text.ToString();

    /// <summary>Three digits that count, or a dash for what does not exist.</summary>
    public static string Figure(double value) => value switch
    {
        double.NaN => "–",
        >= 100 or <= -100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
