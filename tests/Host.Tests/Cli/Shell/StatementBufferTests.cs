using Venueless.Fast.Host.Cli.Shell;

namespace Venueless.Fast.Host.Tests.Cli.Shell;

public sealed class StatementBufferTests
{
    [Theory]
    [InlineData("SELECT 1;", "SELECT 1")]
    [InlineData("SELECT 1; ;; SELECT 2;", "SELECT 1|SELECT 2")]
    [InlineData("SELECT ';' ; SELECT 'it''s;';", "SELECT ';'|SELECT 'it''s;'")]
    [InlineData("SELECT \"a;b\" FROM t;", "SELECT \"a;b\" FROM t")]
    [InlineData("SELECT 1 -- no; end\n + 2;", "SELECT 1 -- no; end\n + 2")]
    [InlineData("SELECT /* ; */ 1;", "SELECT /* ; */ 1")]
    [InlineData("SELECT $$ ; $$, $x$ ;$$; $x$;", "SELECT $$ ; $$, $x$ ;$$; $x$")]
    [InlineData("SELECT $1; SELECT a$b;", "SELECT $1|SELECT a$b")]
    [InlineData(@"SELECT E'\';', 'a\'; SELECT e'''\';';", @"SELECT E'\';', 'a\'|SELECT e'''\';'")]
    [InlineData("SELECT 'a\nb;c';", "SELECT 'a\nb;c'")]
    [InlineData("SELECT 7 - 2 / 1;", "SELECT 7 - 2 / 1")]
    public void Add_WholeStatements_AreCutAtTheirSemicolons(string text, string statements)
    {
        var buffer = new StatementBuffer();
        var found = text.Split('\n').SelectMany(buffer.Add).ToArray();

        Assert.Equal(statements.Split('|'), found.Select(static statement => statement.Text));
        Assert.All(found, static statement => Assert.False(statement.IsForRecords));
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT 'a;")]
    [InlineData("SELECT /* ;")]
    [InlineData("SELECT $a$ ;")]
    [InlineData("SELECT 1 -- ;")]
    public void Add_PartsOfAStatement_Wait(string text)
    {
        var buffer = new StatementBuffer();

        Assert.Empty(buffer.Add(text));
        Assert.False(buffer.IsEmpty);
        buffer.Clear();
        Assert.Equal("SELECT 2", Assert.Single(buffer.Add("SELECT 2;")).Text);
    }

    [Fact]
    public void Add_RecordsEnd_IsTold()
    {
        Assert.Equal([new ShellStatement("SELECT 1", true), new ShellStatement("SELECT 2", false)], new StatementBuffer().Add(@"SELECT 1 \G SELECT 2;"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-- nothing;")]
    public void Add_BlanksAndComments_AreNoStatement(string line)
    {
        var buffer = new StatementBuffer();

        Assert.Empty(buffer.Add(line));
        Assert.True(buffer.IsEmpty);
    }
}
