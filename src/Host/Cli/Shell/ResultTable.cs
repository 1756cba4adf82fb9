using System.Globalization;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Host.Cli.Shell;

/// <summary>Prints a result as an aligned table, or as records when it is wider than the terminal.</summary>
internal static class ResultTable
{
    // In a table; in records every value is complete.
    private const int MaxCellWidth = 60;

    private const string Null = "NULL";

    /// <param name="width">Columns of the terminal.</param>
    /// <param name="asRecords">Even if a table had the room.</param>
    public static void Write(TextWriter output, ConsoleResult result, int width, bool asRecords)
    {
        if (result.Columns.Count == 0)
        {
            output.WriteLine($"({Count(result.Changed ?? 0, "row")} changed)");
            return;
        }

        var cells = result.Rows.Select(static row => row.Select(Show).ToArray()).ToArray();
        var header = result.Columns.Select(static name => CellText.Escape(name)).ToArray();
        var widths = header.Select((name, column) => cells.Select(row => CellText.Width(row[column])).Prepend(CellText.Width(name)).Max()).ToArray();
        if (asRecords || cells.Length > 0 && widths.Sum() + 3 * (widths.Length - 1) + 2 > width)
        {
            WriteRecords(output, result, header);
        }
        else
        {
            WriteTable(output, result, header, cells, widths);
        }

        var more = result.IsCut ? ", and there are more: use LIMIT" : "";
        output.WriteLine($"({Count(result.Rows.Count, "row")}{more})");
    }

    private static void WriteTable(TextWriter output, ConsoleResult result, string[] header, string[][] cells, int[] widths)
    {
        var isNumeric = header.Select((_, column) => IsNumeric(result.Rows.Select(row => row[column]))).ToArray();
        WriteLine(output, header.Select((name, column) => CellText.Pad(name, widths[column], isRight: false)));
        output.WriteLine(string.Join('+', widths.Select(static width => new string('-', width + 2))));
        foreach (var row in cells)
        {
            WriteLine(output, row.Select((cell, column) => CellText.Pad(cell, widths[column], isNumeric[column])));
        }
    }

    private static void WriteLine(TextWriter output, IEnumerable<string> cells) => output.WriteLine($" {string.Join(" | ", cells)}".TrimEnd());

    private static void WriteRecords(TextWriter output, ConsoleResult result, string[] header)
    {
        var nameWidth = header.Max(CellText.Width);
        var indent = $"{new string(' ', nameWidth)} | ";
        for (var number = 0; number < result.Rows.Count; number++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"-[ row {number + 1} ]").PadRight(nameWidth + 20, '-'));
            for (var column = 0; column < header.Length; column++)
            {
                var value = result.Rows[number][column] is { } text ? CellText.Escape(text, keepsLines: true) : Null;
                output.WriteLine($"{CellText.Pad(header[column], nameWidth, isRight: false)} | {value.Replace("\n", $"\n{indent}", StringComparison.Ordinal)}".TrimEnd());
            }
        }
    }

    private static string Show(string? value) => value is null ? Null : CellText.Cut(CellText.Escape(value), MaxCellWidth);

    private static bool IsNumeric(IEnumerable<string?> values)
    {
        var known = values.OfType<string>().ToArray();
        return known.Length > 0 && known.All(static value => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
