using Venueless.Fast.Host.Cli.Shell;
using Venueless.Fast.Storage.Sql.Consoles;

namespace Venueless.Fast.Host.Tests.Cli.Shell;

public sealed class ResultTableTests
{
    [Fact]
    public void Write_MixedValues_AreAligned() => Assert.Equal(
        """
         id | name       | n
        ----+------------+------
          1 | Ada        |   -1
         20 | 世界       | NULL
         -5 | a\nb\u001b |  1e3
        (3 rows)

        """,
        Write(new ConsoleResult(["id", "name", "n"], [["1", "Ada", "-1"], ["20", "世界", null], ["-5", "a\nb\u001b", "1e3"]], false, null)));

    [Fact]
    public void Write_NoRows_ShowsTheHeader() => Assert.Equal(" a | b\n---+---\n(0 rows)\n", Write(new ConsoleResult(["a", "b"], [], false, null)));

    [Fact]
    public void Write_LongValue_IsCutInATable()
    {
        var text = Write(new ConsoleResult(["a"], [[new string('x', 70)]], false, null));

        Assert.Contains($" {new string('x', 59)}…\n", text, StringComparison.Ordinal);
        Assert.EndsWith("(1 row)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WiderThanTheTerminal_BecomesRecords() => Assert.Equal(
        $"""
        -[ row 1 ]----------------
        first  | {new string('x', 70)}
        second | a
               | b
        -[ row 2 ]----------------
        first  | NULL
        second |
        (2 rows)

        """,
        Write(new ConsoleResult(["first", "second"], [[new string('x', 70), "a\nb"], [null, ""]], false, null), width: 40));

    [Fact]
    public void Write_AskedForRecords_GivesThem() =>
        Assert.Equal("-[ row 1 ]-----------\na | 1\n(1 row)\n", Write(new ConsoleResult(["a"], [["1"]], false, null), asRecords: true));

    [Fact]
    public void Write_MoreRowsThanShown_SaysSo() =>
        Assert.EndsWith("(1 row, and there are more: use LIMIT)\n", Write(new ConsoleResult(["a"], [["1"]], true, null)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "(0 rows changed)\n")]
    [InlineData(1, "(1 row changed)\n")]
    public void Write_Changes_AreCounted(int changed, string text) => Assert.Equal(text, Write(new ConsoleResult([], [], false, changed)));

    private static string Write(ConsoleResult result, int width = 100, bool asRecords = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        ResultTable.Write(output, result, width, asRecords);
        return output.ToString();
    }
}
